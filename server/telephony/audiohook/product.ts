// The two products of Genesys that we answer (audiohook § 1), and what differs between their sessions.
// Nothing in the handshake names the product: it is told by the path that was dialled, never by a guess.

/** What a session must know of its product; everything else of the protocol is the same. */
export interface Product {
  /** Whose sound we take: the caller's alone, or that of both sides where it is offered. */
  sides: "caller" | "both";
  /** Whether there is somebody here who speaks, and so digits and played sound to be told of. */
  speaks: boolean;
  /** What `opened` names where the client asks for it. */
  supportedLanguages: readonly string[];
  /** How long `closed` may wait for our side's last events; 0: not at all. */
  lastWordsMs: number;
}

/** A caller talks to us: Audio Connector. */
export const CONVERSATION: Product = {
  sides: "caller",
  speaks: true,
  supportedLanguages: [],
  lastWordsMs: 0,
};

/** Others give a client four to five seconds between `close` and `closed` (§ 11). */
const LAST_WORDS_MS = 3_500;

/** We write down what others say: Monitor and Transcription Connector. */
export function transcription(supportedLanguages: readonly string[]): Product {
  return { sides: "both", speaks: false, supportedLanguages, lastWordsMs: LAST_WORDS_MS };
}

const TRANSCRIPTION_PATH = /^\/audiohook\/transcribe(?:[/?]|$)/;

/** Whether `address`, path and query as dialled, is the one to hand out for calls between people. */
export function isTranscription(address: string): boolean {
  return TRANSCRIPTION_PATH.test(address);
}
