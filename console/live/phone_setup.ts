// What there is to know of each way in, and the lines to paste on its other side. Pure. Tokens are in none of it.
import type { DoorName, DoorSetup, ServerHealth } from "../../server/contract/health.ts";
import { PHONE_SYSTEMS_TEXTS as TEXTS } from "../texts/phone_systems.ts";

export interface PhoneSystem {
  door: DoorName;
  name: string;
  open: boolean;
  addresses: { name: string; url: string }[];
  settings: DoorSetup["settings"];
  /** One of these opens it, where it is closed. */
  opensWith: readonly string[];
  letIn: { count: number; lastAtMs: number | null };
  refused: { count: number; last: { code: string; atMs: number } | null };
  /** "": nothing but the address. */
  snippet: string;
  steps: readonly string[];
}

export function phoneSystems({ doors, setup }: Pick<ServerHealth, "doors" | "setup">) {
  const genesys = setup.find(({ door }) => door === "audiohook")?.addresses[0] ?? "";
  const main = genesys.replace(/^ws/, "http").replace(/\/audiohook$/, "");
  return setup.map(({ door, addresses, settings }): PhoneSystem => {
    const health = doors.find((one) => one.door === door);
    return {
      door,
      name: TEXTS.names[door] ?? door,
      open: health?.open ?? false,
      addresses: addresses.map((url, at) => ({ name: addressName(door, at), url })),
      settings,
      opensWith: settings.filter(({ does }) => does === "opens").map(({ name }) => name),
      letIn: { count: health?.handshakes ?? 0, lastAtMs: health?.lastHandshakeAtMs ?? null },
      refused: { count: health?.refusals ?? 0, last: health?.lastRefusal ?? null },
      snippet: snippetOf(door, addresses[0] ?? "", main),
      steps: TEXTS.howTo[door] ?? [],
    };
  });
}

function addressName(door: DoorName, at: number): string {
  if (door === "audiohook") return at === 0 ? TEXTS.agentAddress : TEXTS.peopleAddress;
  if (door === "avr") return at === 0 ? TEXTS.socketAddress : TEXTS.streamAddress;
  return TEXTS.addresses;
}

/** What a setting does, in words; one of a newer server is known by its name. */
export function settingWords(name: string): string {
  return (TEXTS.does as Readonly<Record<string, string>>)[name] ?? "";
}

/** Why somebody was turned away, and what to do; a code of a newer server is its own word. */
export function refusalWords(code: string): string {
  if (code.startsWith("E_")) return TEXTS.why.protocol;
  return (TEXTS.why as Readonly<Record<string, string>>)[code] ?? code;
}

function snippetOf(door: DoorName, address: string, main: string): string {
  switch (door) {
    case "audiohook":
      return "";
    case "audiocodes":
      return `{
  "provider": {
    "type": "ac-api",
    "botURL": "${address}",
    "credentials": { "token": "<AUDIOCODES_TOKEN>" }
  },
  "bot": {
    "acBotApiType": "streaming",
    "directSTT": true,
    "directTTS": true,
    "bargeIn": true,
    "sendDTMF": true
  }
}`;
    case "avr":
      return `STS_URL=${address}`;
    case "audiosocket":
      return `same => n,Set(ID=\${SHELL(uuidgen | tr -d '\\n')})
same => n,Set(CURLOPT(httpheader)=Authorization: Bearer <ASTERISK_TOKEN>)
same => n,Set(R=\${CURL(${main}/asterisk/calls,uuid=\${ID}&from=\${CALLERID(num)}&to=\${EXTEN})})
same => n,Dial(AudioSocket/${address || "127.0.0.1:9092"}/\${ID}/c(slin),,g)`;
    case "asterisk":
      return `[hookline]
type=websocket_client
uri=${address}
protocols=media
connection_type=per_call_config

same => n,Dial(WebSocket/hookline/c(ulaw)f(json)v(from=\${CALLERID(num)},to=\${EXTEN}),,g)`;
    default:
      return "";
  }
}
