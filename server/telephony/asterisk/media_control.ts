// The words of chan_websocket (avr § 6), in both of their flavours: plain text and JSON. What they do is told by the
// channel. Pure.
import type { SoundFormat } from "../../audio/sound_format.ts";

export type Flavour = "plain" | "json";

export interface ControlEvent {
  flavour: Flavour;
  name: string;
  /** As given, as text. */
  fields: Readonly<Record<string, string>>;
  /** What `fields` has no place for: the channel's variables, where Asterisk tells them. */
  variables: Readonly<Record<string, unknown>>;
}

/** Null: neither flavour. */
export function readEvent(text: string): ControlEvent | null {
  return text.trimStart().startsWith("{") ? readJson(text) : readPlain(text);
}

/** `id` comes back with the event that answers the command. */
export function command(flavour: Flavour, name: string, id?: string): string {
  if (flavour === "plain") return id === undefined ? name : `${name} ${id}`;
  return JSON.stringify({ command: name, ...(id !== undefined && { correlation_id: id }) });
}

/** Of the sound that Asterisk calls so; null: it is none that we can read. */
export function soundFormat(name: string): SoundFormat | null {
  if (name === "ulaw") return { encoding: "mulaw", rateHz: 8_000 };
  if (name === "alaw") return { encoding: "alaw", rateHz: 8_000 };
  const rateHz = LINEAR_HZ[name];
  return rateHz === undefined ? null : { encoding: "lpcm16", rateHz };
}

const LINEAR_HZ: Readonly<Record<string, number>> = Object.assign(Object.create(null), {
  slin: 8_000,
  slin12: 12_000,
  slin16: 16_000,
  slin24: 24_000,
  slin32: 32_000,
  slin44: 44_100,
  slin48: 48_000,
  slin96: 96_000,
  slin192: 192_000,
});

function readPlain(text: string): ControlEvent | null {
  const [name = "", ...words] = text.trim().split(/\s+/);
  if (!/^[A-Z_]+$/.test(name)) return null;
  const fields: [string, string][] = words.map((word) => {
    const at = word.indexOf(":");
    return at === -1 ? ["correlation_id", word] : [word.slice(0, at), word.slice(at + 1)];
  });
  return { flavour: "plain", name, fields: Object.fromEntries(fields), variables: {} };
}

function readJson(text: string): ControlEvent | null {
  let message: unknown;
  try {
    message = JSON.parse(text);
  } catch {
    return null;
  }
  if (!isRecord(message) || typeof message["event"] !== "string") return null;
  const { event, channel_variables, ...rest } = message;
  const fields = Object.entries(rest)
    .filter(([, value]) => typeof value === "string" || typeof value === "number")
    .map(([name, value]) => [name, String(value)]);
  return {
    flavour: "json",
    name: event as string,
    fields: Object.fromEntries(fields),
    variables: isRecord(channel_variables) ? channel_variables : {},
  };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
