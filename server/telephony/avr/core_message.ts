// What avr-core says over its WebSocket (avr § 2), read without believing any of it. Pure; knows no call.

/** Largest text; twenty milliseconds of sound have about 460 characters. */
export const MAX_TEXT_CHARS = 256 * 1024;

export type CoreMessage =
  /** `id`: as given, "" where there was none. */
  | { type: "init"; id: string }
  /** Base64, not looked at yet. */
  | { type: "audio"; audio: string }
  | { type: "digit"; digit: string }
  /** Something that newer cores may say: it is passed over. */
  | { type: "unknown"; detail: string }
  | { type: "unreadable"; detail: string };

const DIGIT = /^[0-9A-D*#]$/i;

/** `detail` names what was wrong, never the content. */
export function readCoreMessage(text: string): CoreMessage {
  let message: unknown;
  try {
    message = JSON.parse(text);
  } catch {
    return { type: "unreadable", detail: "not JSON" };
  }
  if (typeof message !== "object" || message === null || !("type" in message)) {
    return { type: "unreadable", detail: "no message type" };
  }
  switch (message.type) {
    case "audio":
      return "audio" in message && typeof message.audio === "string"
        ? { type: "audio", audio: message.audio }
        : { type: "unreadable", detail: "audio without sound" };
    case "init":
      return { type: "init", id: idOf("uuid" in message ? message.uuid : "") };
    case "dtmf_digit": {
      const digit = "digit" in message ? String(message.digit) : "";
      return DIGIT.test(digit)
        ? { type: "digit", digit: digit.toUpperCase() }
        : { type: "unknown", detail: "dtmf_digit that is no key" };
    }
    default:
      return { type: "unknown", detail: "a message of another type" };
  }
}

function idOf(uuid: unknown): string {
  return typeof uuid === "string" || typeof uuid === "number" ? String(uuid) : "";
}
