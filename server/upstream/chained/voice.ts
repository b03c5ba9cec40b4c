// Speaks the pieces of one answer in their order: the next is made while one still comes, so that no gap is heard
// between them. Knows nothing of where the words come from.
import { Resampler } from "../../audio/resample.ts";
import { BYTES_PER_MS, encodeUlaw } from "../../audio/ulaw.ts";
import { SPEECH_RATE_HZ } from "../rest/rest.ts";
import { heardCharacters } from "../../contract/transcript.ts";
import type { Rest } from "../rest/rest.ts";
import type { UpstreamFailure } from "../upstream.ts";
import type { SpokenPiece } from "./chain_history.ts";
import { spoken } from "./sentences.ts";

/** The voice of a session: what it is now, and what is said when the wished one does not exist. */
export interface VoiceChoice {
  name: string;
  onRefused: () => void;
}

/** Every speech model has had this one. */
const PLAIN_VOICE = "alloy";
/** One is heard, one is being made. */
const AT_ONCE = 2;
const PHONE = { fromHz: SPEECH_RATE_HZ, toHz: 8000 };
/** What a letter takes to say, where a piece has not come to its end. */
const LETTER_MS = 65;

interface Job {
  readonly text: string;
  resampler: Resampler;
  /** Sound that waits for the piece before it. */
  waiting: Uint8Array[];
  begun: boolean;
  whole: boolean;
  failure: UpstreamFailure | null;
  audioBytes: number;
}

export interface VoiceOptions {
  rest: Rest;
  model: string;
  voice: VoiceChoice;
  /** Mu-law, in bursts. */
  onAudio(audio: Uint8Array): void;
  /** A piece cannot be spoken; nothing follows. */
  onFailed(failure: UpstreamFailure): void;
  /** Everything was spoken, after `end`. */
  onSpoken(): void;
  onFault(error: unknown): void;
}

export class Voice {
  readonly #options: VoiceOptions;
  readonly #controller = new AbortController();
  #jobs: Job[] = [];
  /** The first job that is not over. */
  #head = 0;
  #ended = false;
  #over = false;

  constructor(options: VoiceOptions) {
    this.#options = options;
  }

  /** Takes the next piece. */
  say(text: string): void {
    if (this.#over || this.#ended) return;
    this.#jobs.push({
      text,
      resampler: new Resampler(PHONE),
      waiting: [],
      begun: false,
      whole: false,
      failure: null,
      audioBytes: 0,
    });
    this.#pump();
  }

  /** No more pieces come. */
  end(): void {
    this.#ended = true;
    this.#pump();
  }

  stop(): void {
    this.#over = true;
    this.#controller.abort();
  }

  /** What has become sound, a piece that was cut off by its share. */
  get pieces(): SpokenPiece[] {
    return this.#jobs.slice(0, this.#head + 1).filter(({ audioBytes }) => audioBytes > 0)
      .map((job) => {
        const audioMs = job.audioBytes / BYTES_PER_MS;
        if (job.whole && job.waiting.length === 0) return { text: job.text, audioMs };
        const wholeMs = Math.max(audioMs, spoken(job.text).length * LETTER_MS);
        const end = heardCharacters(job.text, audioMs / wholeMs);
        return { text: job.text.slice(0, end), audioMs };
      });
  }

  #pump(): void {
    if (this.#over) return;
    for (const job of this.#jobs.slice(this.#head, this.#head + AT_ONCE)) {
      if (!job.begun) this.#begin(job);
    }
    if (!this.#ended || this.#head < this.#jobs.length) return;
    this.#over = true;
    this.#options.onSpoken();
  }

  #begin(job: Job): void {
    job.begun = true;
    this.#make(job).catch((error) => this.#options.onFault(error));
  }

  async #make(job: Job): Promise<void> {
    // A piece in the middle of an answer is worth a second try: the caller is listening.
    let triesLeft = job === this.#jobs[0] ? 1 : 2;
    for (;;) {
      const voice = this.#options.voice.name;
      const failure = await this.#speak(job, voice);
      if (this.#over) return;
      if (!failure) return this.#finish(job);
      triesLeft--;
      const untouched = job.audioBytes === 0 && job.waiting.length === 0;
      if (untouched && this.#anotherVoice(failure, voice)) triesLeft++;
      else if (!untouched || !failure.retry || triesLeft <= 0) return this.#fail(job, failure);
    }
  }

  async #speak(job: Job, voice: string): Promise<UpstreamFailure | null> {
    const { rest, model } = this.#options;
    const words = spoken(job.text);
    if (words === "") return null;
    job.resampler = new Resampler(PHONE);
    const options = { model, voice, signal: this.#controller.signal };
    const outcome = await rest.speak(words, options, (pcm) => {
      this.#sound(job, job.resampler.push(pcm));
    });
    return outcome.ok ? null : outcome.failure;
  }

  /** The agent's voice may be one that only the realtime model has. */
  #anotherVoice({ code, detail }: UpstreamFailure, refused: string): boolean {
    const { voice } = this.#options;
    if (code !== "E_UP_CONFIG" || !/voice/i.test(detail) || refused === PLAIN_VOICE) return false;
    if (voice.name === refused) {
      voice.name = PLAIN_VOICE;
      voice.onRefused();
    }
    return true;
  }

  #sound(job: Job, pcm: Int16Array): void {
    if (this.#over || pcm.length === 0) return;
    const audio = encodeUlaw(pcm);
    if (job === this.#jobs[this.#head]) this.#hand(job, audio);
    else job.waiting.push(audio);
  }

  #hand(job: Job, audio: Uint8Array): void {
    job.audioBytes += audio.length;
    this.#options.onAudio(audio);
  }

  #finish(job: Job): void {
    this.#sound(job, job.resampler.flush());
    job.whole = true;
    for (let head = this.#jobs[this.#head]; head?.whole; head = this.#jobs[this.#head]) {
      this.#head++;
      this.#turnTo(this.#jobs[this.#head]);
    }
    this.#pump();
  }

  /** Its sound, or its failure, has waited for the piece before it. */
  #turnTo(job: Job | undefined): void {
    for (const audio of job?.waiting.splice(0) ?? []) this.#hand(job!, audio);
    if (job?.failure) this.#fail(job, job.failure);
  }

  /** What comes before it is still heard. */
  #fail(job: Job, failure: UpstreamFailure): void {
    job.failure = failure;
    if (this.#over || job !== this.#jobs[this.#head]) return;
    this.stop();
    this.#options.onFailed(failure);
  }
}
