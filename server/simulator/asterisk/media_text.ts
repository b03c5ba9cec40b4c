// The TEXT messages of Asterisk's chan_websocket, in the plain and in the JSON flavour (avr § 6): commands in, events
// out. Pure; it knows no queue.

export type Flavour = "plain" | "json";

const COMMANDS = [
  "ANSWER",
  "HANGUP",
  "START_MEDIA_BUFFERING",
  "STOP_MEDIA_BUFFERING",
  "FLUSH_MEDIA",
  "PAUSE_MEDIA",
  "CONTINUE_MEDIA",
  "MARK_MEDIA",
  "GET_STATUS",
  "REPORT_QUEUE_DRAINED",
  "SET_MEDIA_DIRECTION",
] as const;
export type CommandName = typeof COMMANDS[number];

export interface MediaCommand {
  name: CommandName;
  /** Correlation id, or the direction; "" without one. */
  argument: string;
}

/** @returns null when it is no command: unknown, in small letters, or of the other flavour */
export function readCommand(text: string, flavour: Flavour): MediaCommand | null {
  const [name, argument] = flavour === "json" ? jsonCommand(text) : plainCommand(text);
  const known = COMMANDS.find((one) => one === name);
  return known ? { name: known, argument } : null;
}

function plainCommand(text: string): [string, string] {
  const [name = "", ...rest] = text.trim().split(" ");
  return [name, rest.join(" ").replace(/^correlation_id:/, "")];
}

function jsonCommand(text: string): [string, string] {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return ["", ""];
  }
  if (typeof value !== "object" || value === null) return ["", ""];
  const { command, correlation_id: id, direction } = value as Record<string, unknown>;
  const argument = [id, direction].find((one) => typeof one === "string");
  return [typeof command === "string" ? command : "", argument as string | undefined ?? ""];
}

export type Fields = Readonly<Record<string, string | number | boolean>>;

/** One event as Asterisk writes it. */
export function writeEvent(flavour: Flavour, event: string, fields: Fields = {}): string {
  if (flavour === "json") return JSON.stringify({ event, ...fields });
  const pairs = Object.entries(fields).map(([name, value]) => ` ${name}:${value}`);
  return event + pairs.join("");
}
