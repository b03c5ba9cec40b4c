// Which fault strikes where, and how often: the addresses of a scenario's faults (realtime-stand-in § 9).
// It only deals them out; what each does is in the part that asks for it.
import type { Fault, FaultName, Scenario } from "./scenario.ts";

/**
 * What each fault does here, where it is asked for, its variants (the first is the default) and its value.
 *
 * handshake.ts
 * F03 429 with Retry-After (value: seconds, 1); variant "bare" without. F04 the same for ever.
 * F05 wrong key for ever: variant "close" (error, 3000) or "http" (401).
 * F06 variant "invalid_model" (4000), "model_not_found" (4004), "missing_model" (4000), for ever.
 * F07 a status (value: 503; 500, 502, 408 …). F08 variant "silent" (never `session.created`) or "tcp" (no answer at all).
 * F43 variant "connect": no credit at connect, for ever.
 *
 * session.ts
 * F09 `session.updated` late (value: 5000 ms), variant "never". F10 update refused (variant: the parameter).
 * F11 echo shows 24 kHz PCM, and the sound is that. F41 `session_expired` after value ms (5000);
 * variant "past" or "skewed": only a wrong `expires_at`. F46 a response before the update is answered.
 * F02 connection lost 300 ms after the caller began to speak. With at.ms: F01, F02, F15, F42 that long after the first update.
 *
 * In a transcription session the faults of the handshake and of session.ts strike, too, F46 apart, and F36 by
 * at.utterance: "late" (by value ms, 5000), "out-of-order" (after the next one's), "empty", "never", "failed", "invented"
 * (words that nobody said, poor probabilities).
 *
 * turns.ts
 * F13 no answer to a committed turn or a `response.create`. F36 transcript "after" the response, "before" the
 * item, "never", "empty", "failed", "out-of-order" (after the next one's).
 *
 * responses.ts and spoil.ts
 * F01 TCP lost after at.deltas (3). F12 first token late (value: 6000 ms). F14 deltas stop after 3, no end.
 * F15 neither reads nor writes after 3. F17 malformed JSON. F18 surplus everywhere. F19 known events, broken.
 * F20 binary frame. F21 one delta of value bytes (1 MiB). F22 one byte, odd, empty deltas. F23 invalid base64.
 * F24 value ms of sound (120,000) in 2 s. F25 repeated events and `response.done`. F26 deltas of a finished and
 * an unknown response. F27 twenty late deltas after an interruption. F29 truncate refused. F30 speech starts and
 * stops five times. F31 false start of speech, empty turn, no answer. F33 failed: rate limit. F34 failed after
 * half a sentence. F35 incomplete: variant "max_output_tokens" or "content_filter". F37 tool call: variant "bad-json",
 * "unknown-name", "twice", "cancelled". F42 close (value: code 1011; 1005 empty, 1006 no close frame).
 * F43 responses fail without credit, for ever; variant "close": `error` and close 4000. F44 `error` without code.
 */
const ALWAYS: readonly FaultName[] = ["F04", "F05", "F06", "F43"];

/** Where something happens that a fault may be waiting for. */
export interface Occasion {
  connection: number;
  /** 1-based number of the response on its connection. */
  response?: number;
  /** The same of the utterance. */
  utterance?: number;
}

export class FaultPlan {
  #faults: { fault: Fault; left: number }[];

  constructor(scenario: Scenario) {
    this.#faults = (scenario.faults ?? []).map((fault) => ({
      fault,
      left: fault.times ?? (ALWAYS.includes(fault.name) ? Infinity : 1),
    }));
  }

  /** The fault that strikes here, which is thereby spent once. */
  take(
    name: FaultName,
    occasion: Occasion,
    wanted: (fault: Fault) => boolean = () => true,
  ): Fault | undefined {
    const found = this.#faults.find(({ fault, left }) =>
      left > 0 && fault.name === name &&
      (fault.connection ?? occasion.connection) === occasion.connection &&
      (fault.at?.response ?? occasion.response) === occasion.response &&
      (fault.at?.utterance ?? occasion.utterance) === occasion.utterance && wanted(fault)
    );
    if (found) found.left--;
    return found?.fault;
  }

  /** The first of these that strikes here. */
  takeAny(
    names: readonly FaultName[],
    occasion: Occasion,
    wanted?: (fault: Fault) => boolean,
  ): Fault | undefined {
    for (const name of names) {
      const fault = this.take(name, occasion, wanted);
      if (fault) return fault;
    }
    return undefined;
  }
}
