// The person on the phone: listens to the play-out, follows a script, speaks into the microphone, presses keys.
// It knows the protocol only as a session's inputs and hooks, and no socket.
import { BYTES_PER_MS } from "../../audio/ulaw.ts";
import type { Cancel, Clock } from "../../clock.ts";
import { coughSound } from "./cough_sound.ts";
import { AnswerTimes } from "./answer_times.ts";
import { Earpiece } from "./earpiece.ts";
import { Microphone } from "./microphone.ts";
import { Player } from "./player.ts";
import type { Script } from "./caller_script.ts";
import { soundIn } from "./sound_level.ts";
import {
  advance,
  beginScript,
  type Deed,
  type Perception,
  type Progress,
} from "./script_progress.ts";

/** What the caller can do to the session. */
export interface Phone {
  audio(frame: Uint8Array): void;
  digit(digit: string): void;
  playback(what: "started" | "completed"): void;
  hold(on: boolean): void;
  language(tag: string): void;
  hangUp(): void;
  drop(): void;
}

export interface SimulatedCallerOptions {
  clock: Clock;
  phone: Phone;
  script: Script;
  /** The sound of a recording that the script names; throws when there is none. */
  voice(recording: string): { text: string; audio: Uint8Array };
  /** What the agent was heard to say, as words, if they can be told. */
  name(audio: Uint8Array): string | undefined;
  /** One line of the account for people. */
  tell(who: "caller" | "agent" | "call", line: string): void;
  /** Listens for sound instead of for queues that run dry, with a jitter buffer of so long. */
  ear?: { jitterMs: number };
  /** Length of the frames that are sent. */
  frameMs?: number;
}

/** Made when the call is answered. */
export class SimulatedCaller {
  readonly #options: SimulatedCallerOptions;
  readonly #clock: Clock;
  readonly #answeredMs: number;
  readonly #player: Player | Earpiece;
  readonly #answers = new AnswerTimes();
  readonly #microphone: Microphone;
  #progress: Progress;
  #saidAtMs = 0;
  #cancelWake: Cancel | undefined;
  #over = false;
  #lastHeard = "";
  #looking = false;
  /** The last burst with a sound in it: when the queue began to play, and when its first sound is heard. */
  #burst: { startMs: number; begunMs: number } | null = null;
  bargeIns = 0;
  firstAudioMs: number | null = null;
  scriptError: string | null = null;
  /** What was queued and not heard when the call ended. */
  cutMs = 0;

  constructor(options: SimulatedCallerOptions) {
    this.#options = options;
    this.#clock = options.clock;
    this.#answeredMs = this.#clock.now();
    const { ear, frameMs } = options;
    const playOut = {
      clock: this.#clock,
      onStarted: () => {
        options.phone.playback("started");
        this.#look();
      },
      onCompleted: (burst: Uint8Array) => {
        options.phone.playback("completed");
        this.#tellHeard(burst, "");
        this.#look();
      },
    };
    this.#player = ear ? new Earpiece({ ...playOut, ...ear }) : new Player(playOut);
    this.#microphone = new Microphone({
      clock: this.#clock,
      onFrame: (frame) => options.phone.audio(frame),
      ...(frameMs === undefined ? {} : { frameMs }),
    });
    this.#progress = beginScript(this.#perceive());
  }

  /** Begins to act. */
  start(): void {
    this.#look();
  }

  get playbacks(): number {
    return this.#player.bursts;
  }

  heard(): Uint8Array {
    return this.#player.heard();
  }

  said(): Uint8Array {
    return this.#microphone.said();
  }

  /** From the end of what the caller said to the agent's answer, for each answer. */
  get answerMs(): readonly number[] {
    return this.#answers.ms;
  }

  /** Received and not heard yet. */
  get queuedMs(): number {
    return this.#player.queuedBytes / BYTES_PER_MS;
  }

  /** @returns whether the agent speaks in it; silence that is no breath between words is none */
  hear(audio: Uint8Array): boolean {
    if (this.#player instanceof Player) {
      this.firstAudioMs ??= this.#clock.now() - this.#answeredMs;
      this.#player.play(audio);
      this.#timeAnswer(audio);
      return true;
    }
    const { speech, begunMs, soundMs } = this.#player.play(audio);
    if (begunMs !== null && soundMs !== null) {
      this.firstAudioMs ??= begunMs - this.#answeredMs;
      this.#answers.heard({ begunMs, soundMs });
    }
    return speech;
  }

  /** Of a piece that was given to the player just now, which knows queues and not sound. */
  #timeAnswer(audio: Uint8Array): void {
    const [sound] = soundIn(audio);
    if (!sound) return;
    const { changedMs, queuedBytes } = this.#player;
    const soundMs = this.#clock.now() + (queuedBytes - audio.length + sound.from) / BYTES_PER_MS;
    if (this.#burst?.startMs !== changedMs) this.#burst = { startMs: changedMs, begunMs: soundMs };
    this.#answers.heard({ begunMs: this.#burst.begunMs, soundMs });
  }

  bargeIn(): void {
    this.bargeIns++;
    const { dropped, burst } = this.#player.clear();
    if (burst.length) this.#tellHeard(burst, " – interrupted");
    this.#options.tell("call", `barge-in, ${seconds(dropped)} dropped`);
    this.#look();
  }

  /** Nothing is said or heard any more. */
  end(): void {
    if (this.#over) return;
    this.#over = true;
    this.#cancelWake?.();
    this.#microphone.stop();
    const { dropped, burst } = this.#player.stop();
    this.cutMs = dropped / BYTES_PER_MS;
    if (burst.length) this.#tellHeard(burst, ` – cut off, ${seconds(dropped)} not heard`);
  }

  #perceive(): Perception {
    return {
      atMs: this.#clock.now(),
      agent: {
        playing: this.#player.playing,
        changedMs: this.#player.changedMs,
        bursts: this.#player.bursts,
        spokenMs: this.#player.spokenMs,
      },
      saidAtMs: this.#saidAtMs,
    };
  }

  #look(): void {
    // A deed may change what is perceived at once; that is looked at in the loop that is running.
    if (this.#looking || this.#over) return;
    this.#looking = true;
    this.#cancelWake?.();
    try {
      for (;;) {
        const next = advance(this.#options.script.steps, this.#progress, this.#perceive());
        this.#progress = next.progress;
        if (next.deed) this.#act(next.deed);
        else {
          if (next.wakeAtMs !== undefined) this.#wakeAt(next.wakeAtMs);
          return;
        }
        if (this.#over) return;
      }
    } finally {
      this.#looking = false;
    }
  }

  #wakeAt(atMs: number): void {
    this.#cancelWake = this.#clock.after(
      Math.max(0, atMs - this.#clock.now()),
      () => this.#look(),
    );
  }

  #act(deed: Deed): void {
    const { phone, tell, voice } = this.#options;
    switch (deed.do) {
      case "say": {
        const { text, audio } = voice(deed.recording);
        this.#microphone.say(audio);
        this.#saidAtMs = this.#microphone.doneAtMs;
        this.#answers.said(this.#saidAtMs - quietTailMs(audio));
        return tell("caller", text);
      }
      case "cough":
        this.#microphone.say(coughSound(deed.ms));
        this.#saidAtMs = this.#microphone.doneAtMs;
        return tell("caller", "coughs");
      case "press":
        tell("caller", `presses ${deed.digit}`);
        return phone.digit(deed.digit);
      case "hold":
      case "unhold":
        tell("call", deed.do === "hold" ? "held" : "goes on");
        return phone.hold(deed.do === "hold");
      case "language":
        tell("call", `language ${deed.tag}`);
        return phone.language(deed.tag);
      case "give_up":
        this.scriptError = deed.reason;
        tell("call", `script failed: ${deed.reason}`);
        return this.hangUp();
      case "hang_up":
        tell("caller", "hangs up");
        return this.hangUp();
      case "drop":
        tell("call", "the line breaks");
        this.end();
        return phone.drop();
    }
  }

  /** The last, short frame leaves before the goodbye. */
  hangUp(): void {
    this.#microphone.stop();
    this.#options.phone.hangUp();
  }

  #tellHeard(burst: Uint8Array, suffix: string): void {
    const words = this.#options.name(burst) ?? `(sound, ${seconds(burst.length)})`;
    // One sentence may be played in several bursts.
    if (words + suffix === this.#lastHeard) return;
    this.#lastHeard = words + suffix;
    this.#options.tell("agent", words + suffix);
  }
}

/** How long a recording is silent at its end. */
function quietTailMs(audio: Uint8Array): number {
  return (audio.length - (soundIn(audio).at(-1)?.until ?? audio.length)) / BYTES_PER_MS;
}

function seconds(bytes: number): string {
  return `${(bytes / BYTES_PER_MS / 1000).toFixed(1)} s`;
}
