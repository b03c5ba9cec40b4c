// What a connector sends to avr-core (avr § 2): reads one text message and says which rules it breaks. Pure.

/** What a connector can do wrong. avr-core suffers from all of it and ends the call over none. */
export const CONNECTOR_RULES = {
  BINARY: "messages are text, sound too (§ 2)",
  MESSAGE: "a message is one JSON object with a type (§ 2)",
  MESSAGE_TYPE: "type is audio, transcript, interruption or error (§ 2)",
  BEFORE_INIT: "nothing is sent before init (§ 2)",
  AUDIO_BASE64: "audio is standard base64 without blanks (§ 2)",
  AUDIO_SIZE: "audio holds 320 bytes, 20 ms of 16 bit at 8 kHz, the tail padded (§ 2)",
  TRANSCRIPT_ROLE: "role is user or agent (§ 2)",
  TRANSCRIPT_TEXT: "text is a string that is not empty (§ 2)",
  ERROR_MESSAGE: "message is a string (§ 2)",
  SOCKET_LOST: "a call ends with an orderly close of the socket (§ 2)",
} as const;
export type ConnectorRule = keyof typeof CONNECTOR_RULES;

export const FRAME_BYTES = 320;

export type ConnectorMessage =
  | { type: "audio"; audio: Uint8Array }
  | { type: "transcript"; role: "caller" | "agent"; text: string }
  | { type: "interruption" }
  | { type: "error"; message: string };

export interface ReadMessage {
  /** null when nothing can be made of it. */
  message: ConnectorMessage | null;
  breach?: { rule: ConnectorRule; received: string };
}

export function readConnectorMessage(text: string): ReadMessage {
  const value = objectOf(text);
  if (!value || typeof value.type !== "string") return broken("MESSAGE", short(text));
  switch (value.type) {
    case "audio":
      return readAudio(value.audio);
    case "transcript":
      return readTranscript(value.role, value.text);
    case "interruption":
      return { message: { type: "interruption" } };
    case "error":
      return typeof value.message === "string"
        ? { message: { type: "error", message: value.message } }
        : broken("ERROR_MESSAGE", kindOf(value.message));
    default:
      return broken("MESSAGE_TYPE", short(value.type));
  }
}

function readAudio(value: unknown): ReadMessage {
  if (typeof value !== "string") return broken("AUDIO_BASE64", kindOf(value));
  if (/\s/.test(value)) return broken("AUDIO_BASE64", "blanks");
  let audio: Uint8Array;
  try {
    audio = Uint8Array.fromBase64(value);
  } catch {
    return broken("AUDIO_BASE64", `${value.length} characters that are none`);
  }
  if (audio.length === FRAME_BYTES) return { message: { type: "audio", audio } };
  // avr-core cuts it anew: it is heard all the same.
  const breach = { rule: "AUDIO_SIZE", received: `${audio.length} bytes` } as const;
  return { message: { type: "audio", audio }, breach };
}

function readTranscript(role: unknown, text: unknown): ReadMessage {
  if (role !== "user" && role !== "agent") return broken("TRANSCRIPT_ROLE", short(role));
  if (typeof text !== "string" || !text) return broken("TRANSCRIPT_TEXT", kindOf(text));
  return { message: { type: "transcript", role: role === "user" ? "caller" : "agent", text } };
}

function broken(rule: ConnectorRule, received: string): ReadMessage {
  return { message: null, breach: { rule, received } };
}

function objectOf(text: string): Record<string, unknown> | null {
  try {
    const value = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value) ? value : null;
  } catch {
    return null;
  }
}

function kindOf(value: unknown): string {
  return value === "" ? "an empty string" : value === null ? "null" : typeof value;
}

function short(value: unknown): string {
  return String(JSON.stringify(value)).slice(0, 40);
}
