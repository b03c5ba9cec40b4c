// What a server can do wrong, as a closed list, and how Genesys' session engine takes it (audiohook § 12).
// It knows nothing of sockets.

interface Rule {
  /** What was expected. */
  sentence: string;
  /** The `error` code that Genesys answers with; none when it only keeps it to itself. */
  error?: 400 | 408 | 409 | 413 | 415 | 429 | 500;
  /** Genesys ends the session over it, with `close` reason `error`. */
  fatal?: true;
}

export const VIOLATIONS = {
  TEXT_TOO_LONG: {
    sentence: "A text message has at most 65,535 characters (§ 3)",
    error: 413,
    fatal: true,
  },
  MALFORMED: { sentence: "A text message is one JSON object (§ 3)", error: 500, fatal: true },
  VERSION: { sentence: 'version is the string "2" (§ 3)', error: 500, fatal: true },
  ID: { sentence: "id is the session id of the handshake (§ 3)", error: 500, fatal: true },
  SEQ_GAP: {
    sentence: "seq begins at 1 and grows by 1 with each text message (§ 3)",
    error: 500,
    fatal: true,
  },
  CLIENTSEQ_AHEAD: {
    sentence: "clientseq is at most the seq that the client has sent (§ 3)",
    error: 500,
    fatal: true,
  },
  CLIENTSEQ_BACK: { sentence: "clientseq never goes back (§ 3)" },
  PARAMETERS_MISSING: {
    sentence: "parameters is an object on every message, {} when empty (§ 3)",
    error: 500,
    fatal: true,
  },
  UNKNOWN_TYPE: {
    sentence:
      "type is one of opened, closed, disconnect, pong, event, pause, resume, updated, reconnect (§ 6)",
    error: 500,
    fatal: true,
  },
  BEFORE_OPENED: {
    sentence: "The first message is opened, or a refusing disconnect (§ 3)",
    error: 409,
  },
  OPENED_LATE: { sentence: "opened comes within 5 s of open (§ 4)", error: 408, fatal: true },
  OPENED_TWICE: { sentence: "opened is sent once (§ 5.2)", error: 409, fatal: true },
  OPENED_INVALID: {
    sentence:
      "opened has startPaused boolean, discardTo duration, supportedLanguages strings (§ 6)",
    error: 500,
    fatal: true,
  },
  MEDIA_COUNT: { sentence: "opened.media has 0 or 1 entries (§ 7)", error: 400, fatal: true },
  MEDIA_ALTERED: {
    sentence: "opened.media is an offered entry, returned unchanged (§ 7)",
    error: 400,
    fatal: true,
  },
  PONG_LATE: {
    sentence: "pong comes before the next ping is due (§ 4)",
    error: 408,
    fatal: true,
  },
  PONG_CLIENTSEQ: { sentence: "The pong's clientseq is the ping's seq (§ 3)", error: 400 },
  PONG_UNASKED: { sentence: "pong only answers a ping (§ 12)", error: 409 },
  CLOSED_UNASKED: { sentence: "closed only answers close (§ 6)", error: 409, fatal: true },
  CLOSED_SLOW: { sentence: "closed comes within 4 s of close, the last lines before it (§ 11)" },
  CLOSED_LATE: { sentence: "closed comes within 10 s of close (§ 4)", error: 408 },
  AFTER_CLOSED: { sentence: "Nothing is sent after closed (§ 4)" },
  DISCONNECT_REASON: {
    sentence: "disconnect.reason is completed, unauthorized or error (§ 6)",
    error: 500,
    fatal: true,
  },
  DISCONNECT_INVALID: {
    sentence: "disconnect.info is a string, outputVariables an object (§ 6)",
    error: 500,
    fatal: true,
  },
  DISCONNECT_TWICE: { sentence: "disconnect is sent once (§ 6)" },
  OUTPUT_NOT_STRING: { sentence: "outputVariables are strings (§ 9.2)" },
  EVENT_EMPTY: { sentence: "event.entities is a non-empty array (§ 6)", error: 500, fatal: true },
  EVENT_DATA: {
    sentence: "An entity has a type and data that is an object (§ 6)",
    error: 500,
    fatal: true,
  },
  BOT_TURN_INVALID: {
    sentence:
      "bot_turn_response has disposition match, no_match or no_input, text string, confidence 0 to 1 (§ 9.6)",
  },
  LANGUAGES: {
    sentence: "Asked for, opened.supportedLanguages is a list of tags such as en-US (§ 10.2)",
  },
  RECONNECT_RESERVED: { sentence: "reconnect is reserved and not sent (§ 6)" },
  TEXT_RATE: { sentence: "Text messages: 5 a second, bursts of 25 (§ 8.2)", error: 429 },
  BINARY_RATE: { sentence: "Binary messages: 5 a second, bursts of 25 (§ 8.2)", error: 429 },
  PAUSE_RATE: { sentence: "pause: 2 a second, bursts of 4 (§ 8.2)", error: 429 },
  RESUME_RATE: { sentence: "resume: 2 a second, bursts of 4 (§ 8.2)", error: 429 },
  AUDIO_TOO_LARGE: { sentence: "A binary message has at most 64,000 bytes (§ 8.2)" },
  AUDIO_EMPTY: { sentence: "A binary message has at least one sample (§ 8.2)" },
  AUDIO_BEFORE_OPENED: { sentence: "Audio comes after opened (§ 4)", error: 409 },
  AUDIO_AFTER_DISCONNECT: { sentence: "No audio is sent after disconnect (§ 9.8)" },
  AUDIO_AFTER_CLOSED: { sentence: "No audio is sent after closed (§ 4)" },
  AUDIO_REFUSED: {
    sentence: "No audio is sent when opened.media was empty (§ 7)",
    error: 415,
    fatal: true,
  },
  AUDIO_UNWANTED: {
    sentence: "A call that is only written down takes no audio back (§ 12)",
    error: 415,
    fatal: true,
  },
  AUDIO_IN_PROBE: { sentence: "No audio is sent into a connection probe (§ 4.1)" },
  SOCKET_CLOSED: { sentence: "The client closes the socket, after closed (§ 4)" },
} as const satisfies Record<string, Rule>;

/** What a server can do wrong in the lines of a call between people; Genesys keeps all of it to itself. */
export const TRANSCRIPT_VIOLATIONS = {
  UPDATE_UNANSWERED: { sentence: "update is answered with updated (§ 10.2)" },
  ENTITY_FOREIGN: { sentence: "A call that is only written down gets transcripts (§ 1)" },
  TRANSCRIPT_INVALID: { sentence: "A transcript has the fields of today's form (§ 10.1)" },
  TRANSCRIPT_TOKENS: {
    sentence: "Tokens are words of the text, in order, each with an offset of its own (§ 10.1)",
  },
  TRANSCRIPT_MOVED: { sentence: "Lines of one id are of one channel (§ 10.1)" },
  TRANSCRIPT_FINAL_TWICE: { sentence: "There is one final line for each id (§ 10.1)" },
  TRANSCRIPT_AFTER_FINAL: { sentence: "No interim line comes after the final one (§ 10.1)" },
  TRANSCRIPT_AHEAD: { sentence: "A line ends before the present position (§ 8.3)" },
} as const satisfies Record<string, Rule>;

export type SessionViolationCode = keyof typeof VIOLATIONS;
export type TranscriptViolationCode = keyof typeof TRANSCRIPT_VIOLATIONS;
export type ViolationCode = SessionViolationCode | TranscriptViolationCode;

export interface Violation {
  code: ViolationCode;
  /** What was received instead. */
  detail: string;
  /** Since the call began. */
  atMs: number;
}

const RULES: Readonly<Record<ViolationCode, Rule>> = { ...VIOLATIONS, ...TRANSCRIPT_VIOLATIONS };

export function ruleOf(code: ViolationCode): Rule {
  return RULES[code];
}
