// The protocols that `deno task call` speaks, as data: where each is dialled by default and which flags it has a place
// for. It knows no calls.

export const PROTOCOLS = [
  "audiohook",
  "audiocodes",
  "avr",
  "avr-http",
  "audiosocket",
  "asterisk-ws",
] as const;
export type ProtocolName = (typeof PROTOCOLS)[number];

export interface PhoneProtocol {
  /** Of the url, the first of them by default; http for ws, and the other way round, is understood. */
  schemes: readonly string[];
  /** Where the server listens when its settings say nothing. */
  port: number;
  /** Names of the settings that say where it listens. */
  settings: { host: string; port: string };
  /** Added to a url that has none; "" where there is none to add. */
  path: string;
  /** The setting that holds its token; null: it has none. */
  tokenSetting: string | null;
  /** Flags that only some protocols have a place for. */
  flags: readonly string[];
}

const MAIN = { port: 8080, settings: { host: "HOST", port: "PORT" } };
const AVR = {
  port: 6030,
  settings: { host: "AVR_HOST", port: "AVR_PORT" },
  tokenSetting: "AVR_TOKEN",
};

const GENESYS_FLAGS = ["api-key", "secret", "organization", "as-genesys", "transcribe"];
const PEOPLE_FLAGS = [
  "wav-external",
  "wav-internal",
  "stereo",
  "inverted",
  "mono",
  "internal",
  "frames",
  "interims",
];

const TABLE: Readonly<Record<ProtocolName, PhoneProtocol>> = {
  audiohook: {
    ...MAIN,
    schemes: ["ws:", "wss:"],
    path: "/audiohook",
    tokenSetting: null,
    flags: [...GENESYS_FLAGS, ...PEOPLE_FLAGS, "probe", "dtmf"],
  },
  audiocodes: {
    ...MAIN,
    schemes: ["ws:", "wss:"],
    path: "/audiocodes",
    tokenSetting: "AUDIOCODES_TOKEN",
    flags: ["token", "probe", "dtmf", "no-barge-in", "split", "lose-socket-after", "format"],
  },
  avr: { ...AVR, schemes: ["ws:", "wss:"], path: "", flags: ["token", "dtmf", "split"] },
  "avr-http": {
    ...AVR,
    schemes: ["http:", "https:"],
    path: "/speech-to-speech-stream",
    flags: ["token", "split"],
  },
  audiosocket: {
    port: 9092,
    settings: { host: "AUDIOSOCKET_HOST", port: "AUDIOSOCKET_PORT" },
    schemes: ["tcp:"],
    path: "",
    tokenSetting: "ASTERISK_TOKEN",
    flags: ["token", "dtmf", "split", "format", "announce"],
  },
  "asterisk-ws": {
    ...MAIN,
    schemes: ["ws:", "wss:"],
    path: "/asterisk/media",
    tokenSetting: "ASTERISK_TOKEN",
    flags: ["token", "dtmf", "split", "format"],
  },
};

/** All flags that not every protocol has a place for. */
export const SPECIAL_FLAGS: readonly string[] = [
  ...new Set(Object.values(TABLE).flatMap(({ flags }) => flags)),
];

export function phoneProtocol(name: ProtocolName): PhoneProtocol {
  return TABLE[name];
}

type Env = (name: string) => string | undefined;

/** Where the server listens by its own settings. */
export function localUrl(name: ProtocolName, env: Env): string {
  const { schemes, settings, port, path } = TABLE[name];
  return `${schemes[0]}//${localAuthority(env, settings, port)}${path}`;
}

/** Where calls of AudioSocket are told of beforehand. */
export function localAnnouncement(env: Env): string {
  return `http://${localAuthority(env, MAIN.settings, MAIN.port)}/asterisk/calls`;
}

/** What is dialled for a url that was typed; null when it is none of this protocol's. */
export function dialledUrl(name: ProtocolName, text: string): string | null {
  const { schemes, path } = TABLE[name];
  const url = URL.parse(text);
  if (!url?.hostname) return null;
  if (!schemes.includes(url.protocol)) {
    const other = url.protocol.startsWith("http")
      ? url.protocol.replace("http", "ws")
      : url.protocol.replace("ws", "http");
    if (!schemes.includes(other)) return null;
    url.protocol = other;
  }
  // AudioHook's url is dialled as it is: its path is signed.
  if (name !== "audiohook" && path && url.pathname === "/") url.pathname = path;
  return url.href;
}

function localAuthority(env: Env, settings: { host: string; port: string }, port: number): string {
  const host = env(settings.host)?.trim() || "127.0.0.1";
  const reachable = ["0.0.0.0", "::"].includes(host) ? "127.0.0.1" : host;
  const authority = reachable.includes(":") ? `[${reachable}]` : reachable;
  return `${authority}:${env(settings.port)?.trim() || port}`;
}
