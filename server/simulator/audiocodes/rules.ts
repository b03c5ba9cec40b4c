// What a bot must not do on VoiceAI Connect's socket, by name (audiocodes §§ 2–7). Pure data.

export const RULES = {
  BINARY: "All messages are text; sound is base64 within (§ 2)",
  NOT_JSON: "A message is a JSON object with a type (§ 3)",
  UNKNOWN_TYPE: "Messages are of the types of the Bot API (§§ 3–7)",
  FIELDS: "A message has the fields of its type and no others (§§ 3–7)",
  BEFORE_ACCEPTED: "session.accepted or session.error is the first message (§ 3.2)",
  ACCEPTED_UNASKED: "session.accepted answers session.initiate or session.resume, once (§ 3.2)",
  ERROR_UNASKED: "session.error answers session.initiate or session.resume; else hang up (§ 3.2)",
  VALIDATED_UNASKED: "connection.validated answers connection.validate (§ 2)",
  RESUME_REFUSED: "A session that was lost a moment ago goes on after session.resume (§ 3.3)",
  FORMAT_NOT_OFFERED: "A mediaFormat is one of supportedMediaFormats (§§ 3.2, 5)",
  ACK_MISSING: "userStream.start and stop are acknowledged (§ 4)",
  ACK_UNASKED: "userStream.started and stopped answer start and stop (§ 4)",
  STREAM_ID_REUSED: "A streamId is unique in the conversation (§ 5)",
  TWO_STREAMS: "Only one play stream is open at a time (§ 5)",
  CHUNK_OUTSIDE: "Chunks come between the start and the stop of their stream (§ 5)",
  STOP_OUTSIDE: "playStream.stop ends the stream that is open (§ 5)",
  CHUNK_EMPTY: "A chunk has sound (§ 5)",
  BASE64: "audioChunk is base64 (§ 5)",
  HALF_SAMPLE: "A chunk has whole samples (§ 5)",
  WAV_HEADER: "A wav stream begins with the header of its format (§ 4)",
  TOO_FAST: "Sound is not sent more than 2 s ahead of real time (§ 5)",
  LEFT_OPEN:
    "A play stream is closed at the end of each answer and before the end of the call (§ 5)",
  ACTIVITY_UNKNOWN: "Activities are those of the Bot API (§ 7.2)",
  ACTIVITY_FIELDS: "An activity has the parameters of its name (§ 7.2)",
  AFTER_HANGUP: "Nothing is played or asked for after hangup (§ 7.2)",
  CLOSED_WITHOUT_HANGUP: "The bot hangs up by activity and leaves the socket to the client (§ 3.4)",
} as const;

export type RuleName = keyof typeof RULES;

/** A rule that was broken. */
export interface Fault {
  rule: RuleName;
  /** What was received instead; never sound or talk. */
  detail: string;
}
