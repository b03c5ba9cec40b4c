// Tells VoiceAI Connect of the caller's speech (audiocodes § 4). `speech.started` makes it stop what it plays, so while
// our sound may be heard it waits for the bridge to silence it: a cough, or a word into a farewell, must not.
// Knows neither sound nor session.
import type { Cancel, Clock } from "../../clock.ts";
import { guarded } from "../../guard.ts";
import type { TalkNotice } from "../channel.ts";
import { cutText, type Outgoing } from "./message.ts";

export interface SpeechNoticesOptions {
  clock: Clock;
  /** How long our sound may still be heard; 0: it is not. */
  soundsForMs(): number;
  send(message: Outgoing): void;
  onFault(error: unknown): void;
}

const MAX_WORDS_CHARS = 2_000;

export class SpeechNotices {
  readonly #options: SpeechNoticesOptions;
  #speaking = false;
  /** `started` was sent, its `stopped` was not. */
  #announced = false;
  /** Of the utterance that ended last: whether VoiceAI Connect heard of it. */
  #stopped = false;
  #cancel: Cancel | null = null;

  constructor(options: SpeechNoticesOptions) {
    this.#options = options;
  }

  tell(notice: TalkNotice): void {
    switch (notice.type) {
      case "caller_started":
        this.#speaking = true;
        return this.#announceWhenQuiet();
      case "caller_stopped":
        return this.#callerStopped();
      case "caller_committed":
        if (this.#stopped || this.#quiet) this.#send("committed");
        this.#stopped = false;
        return;
      case "caller_words":
        return this.#words(notice.text, notice.final);
    }
  }

  /** Our sound, if any may be heard, is being silenced: this does it. */
  interrupted(): void {
    if (!this.#quiet) this.#announce();
  }

  /** Our side is about to speak: what silenced it need not have been the caller. */
  answering(): void {
    if (this.#announced && !this.#speaking) this.#end();
  }

  /** What was told is forgotten: the socket is another, or there is none. */
  reset(): void {
    this.#announced = false;
    this.#stopped = false;
    this.#wake();
  }

  #callerStopped(): void {
    this.#wake();
    if (this.#speaking && this.#quiet) this.#announce();
    this.#speaking = false;
    if (!this.#announced) return;
    this.#end();
    this.#stopped = true;
  }

  #words(text: string, final: boolean): void {
    if (text === "" || (!final && !this.#announced && !this.#quiet)) return;
    const words = cutText(text, MAX_WORDS_CHARS);
    const alternative = final ? { text: words, confidence: 1 } : { text: words };
    this.#send(final ? "recognition" : "hypothesis", { alternatives: [alternative] });
  }

  get #quiet(): boolean {
    return this.#options.soundsForMs() === 0;
  }

  #announceWhenQuiet(): void {
    if (this.#announced || !this.#speaking) return;
    const waitMs = this.#options.soundsForMs();
    if (waitMs === 0) return this.#announce();
    const { clock, onFault } = this.#options;
    this.#wake();
    this.#cancel = clock.after(
      Math.ceil(waitMs),
      guarded(onFault, () => {
        this.#cancel = null;
        this.#announceWhenQuiet();
      }),
    );
  }

  #announce(): void {
    this.#wake();
    if (this.#announced) return;
    this.#announced = true;
    this.#send("started");
  }

  #end(): void {
    this.#announced = false;
    this.#send("stopped");
  }

  #send(what: string, fields: Readonly<Record<string, unknown>> = {}): void {
    this.#options.send({ type: `userStream.speech.${what}`, ...fields });
  }

  #wake(): void {
    this.#cancel?.();
    this.#cancel = null;
  }
}
