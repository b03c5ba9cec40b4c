// What the caller says: the open userStream of each participant, decoded to mono mu-law (audiocodes §§ 4, 8).
// The hot path: a chunk comes through here and nowhere else. Knows no socket and no time.
import { ToUlaw } from "../../audio/sound_format.ts";
import type { MediaFormat } from "./media.ts";
import { WavHeaderOff } from "./wav_header.ts";

/** Why a chunk gave no sound: no stream is open, it is somebody else's, it is broken. */
export type Deaf = "closed" | "other_leg" | "broken";

const CALLER = "caller";
/** A person who is called, or helps: never the one we talk with. */
const OTHERS = ["callee", "agent"];
const MAX_PARTICIPANTS = 8;

export class CallerStreams {
  readonly #format: MediaFormat;
  readonly #open = new Map<string, Stream>();
  /** Everybody who ever had a stream, in order. */
  readonly #known: string[] = [];
  /** The one we talk with. */
  #leg: string | undefined;
  /** Chunks in a row that were no base64. */
  brokenInRow = 0;

  constructor(format: MediaFormat) {
    this.#format = format;
  }

  has(participant: string): boolean {
    return this.#open.has(participant);
  }

  /** A stream begins, anew if it is open. False: too many people. */
  start(participant: string): boolean {
    if (!this.#known.includes(participant)) {
      if (this.#known.length >= MAX_PARTICIPANTS) return false;
      this.#known.push(participant);
      this.#leg = callersLeg(this.#known);
    }
    this.#open.set(participant, new Stream(this.#format));
    return true;
  }

  stop(participant: string): void {
    this.#open.delete(participant);
  }

  stopAll(): void {
    this.#open.clear();
  }

  /** Sound of the caller; may be empty. Half samples wait for their other half. */
  push(participant: string, audioChunk: unknown): Uint8Array | Deaf {
    const stream = this.#open.get(participant);
    if (!stream) return "closed";
    if (participant !== this.#leg) return "other_leg";
    const bytes = fromBase64(audioChunk);
    if (!bytes) {
      this.brokenInRow++;
      return "broken";
    }
    this.brokenInRow = 0;
    return bytes.length === 0 ? bytes : stream.push(bytes);
  }
}

class Stream {
  readonly #header: WavHeaderOff | null;
  readonly #decoder: ToUlaw;

  constructor({ sound, wav }: MediaFormat) {
    this.#header = wav ? new WavHeaderOff() : null;
    this.#decoder = new ToUlaw(sound);
  }

  push(bytes: Uint8Array): Uint8Array {
    return this.#decoder.push(this.#header ? this.#header.push(bytes) : bytes);
  }
}

/** Without a name, or so called; else the first that is nobody else. */
function callersLeg(known: readonly string[]): string | undefined {
  const is = (name: string) => known.find((other) => other.toLowerCase() === name);
  return is("") ?? is(CALLER) ?? known.find((name) => !OTHERS.includes(name.toLowerCase()));
}

function fromBase64(text: unknown): Uint8Array | null {
  if (typeof text !== "string") return null;
  try {
    return Uint8Array.fromBase64(text);
  } catch {
    return null;
  }
}
