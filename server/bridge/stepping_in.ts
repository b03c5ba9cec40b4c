// People on a live call: who listens, who speaks in the agent's place. Joins their sockets, by a port, to the call's
// sound; what they may do when is decided by the rules in talk_commands.ts.
import type { CallEventBody } from "../contract/event.ts";
import { guarded } from "../guard.ts";
import type { Air } from "./command_state.ts";
import type { SoundTap } from "./sound_tap.ts";
import type { Voice } from "./voice.ts";

/** Somebody's ears, and perhaps their microphone. */
export interface Listener {
  /** Who, as they signed in. */
  by: string;
  /** Whose commands and sockets belong together; never shown. */
  owner: string;
  /** See call_sound.ts. */
  frame(frame: Uint8Array<ArrayBuffer>): void;
  /** Whether their microphone is heard by the caller; at the beginning, and as it changes. */
  state(listenerId: string, onAir: boolean): void;
  /** The call is over. The last call. */
  over(): void;
}

export interface Listening {
  /** Idempotent. */
  leave(): void;
  /** From their microphone: mono mu-law at 8 kHz. */
  speak(audio: Uint8Array): void;
}

export interface SteppingInOptions {
  guard<A extends unknown[]>(fn: (...args: A) => void): (...args: A) => void;
  emit(event: CallEventBody): void;
  voice: Voice;
  tap: SoundTap;
  /** Who has taken over; null: nobody. */
  air(): Air | null;
}

const MOST_LISTENERS = 10;

interface Held {
  id: string;
  listener: Listener;
  onAir: boolean;
  noted: boolean;
}

export class SteppingIn {
  readonly #options: SteppingInOptions;
  readonly #held = new Set<Held>();
  #deafen: (() => void) | null = null;
  #count = 0;
  #over = false;
  /** Whose microphone was heard since somebody took over. */
  #microphone: { commandId: string; held: Held } | null = null;

  constructor(options: SteppingInOptions) {
    this.#options = options;
  }

  get hasRoom(): boolean {
    return !this.#over && this.#held.size < MOST_LISTENERS;
  }

  /** null: as many listen as may. */
  listen(listener: Listener): Listening | null {
    if (!this.hasRoom) return null;
    const held: Held = { id: `listener-${++this.#count}`, listener, onAir: false, noted: false };
    this.#held.add(held);
    const { guard, tap, emit } = this.#options;
    this.#deafen ??= tap.open({ frame: (frame) => this.#send(frame) });
    emit({ type: "listener.joined", listenerId: held.id, by: listener.by });
    this.#tell(held, () => listener.state(held.id, false));
    return {
      leave: guard(() => this.#leave(held)),
      speak: guard((audio: Uint8Array) => this.#speak(held, audio)),
    };
  }

  /** Of whoever has taken over: whether a connection is there, and whether any sound has come. */
  get supervisor(): { present: boolean; sounded: boolean } {
    const air = this.#options.air();
    if (!air) return NOBODY;
    const mine = this.#microphone?.commandId === air.commandId ? this.#microphone.held : null;
    const present = mine
      ? this.#held.has(mine)
      : [...this.#held].some(({ listener }) => listener.owner === air.owner);
    return { present, sounded: mine !== null };
  }

  /** Called a few times a second, and when somebody takes over or hands back. */
  tick(): void {
    const air = this.#options.air();
    if (!air) this.#offAir();
    else this.#options.voice.supervisor.tick();
  }

  stop(): void {
    this.#over = true;
    this.#deafen?.();
    this.#deafen = null;
    const held = [...this.#held];
    this.#held.clear();
    for (const one of held) this.#tell(one, () => one.listener.over());
  }

  #leave(held: Held): void {
    if (!this.#held.delete(held)) return;
    if (this.#held.size === 0) {
      this.#deafen?.();
      this.#deafen = null;
    }
    this.#options.emit({ type: "listener.left", listenerId: held.id });
  }

  #speak(held: Held, audio: Uint8Array): void {
    if (this.#over || !this.#held.has(held)) return;
    const air = this.#options.air();
    if (!air || air.owner !== held.listener.owner || !this.#mayTake(held, air)) {
      return this.#ignore(held);
    }
    this.#microphone = { commandId: air.commandId, held };
    this.#tellState(held, true);
    this.#options.voice.supervisor.hear(audio);
  }

  /** The first that speaks is the microphone; another one only once that is gone. */
  #mayTake(held: Held, air: Air): boolean {
    const taken = this.#microphone;
    return taken?.commandId !== air.commandId || taken.held === held || !this.#held.has(taken.held);
  }

  #ignore(held: Held): void {
    if (held.noted) return;
    held.noted = true;
    const detail = `Sound of ${held.id} was ignored: they have not taken over`;
    this.#options.emit({ type: "call.note", code: "supervisor_sound_ignored", detail });
    this.#tell(held, () => held.listener.state(held.id, false));
  }

  #offAir(): void {
    if (!this.#microphone) return;
    const { held } = this.#microphone;
    this.#microphone = null;
    this.#options.voice.supervisor.stop();
    this.#tellState(held, false);
  }

  #tellState(held: Held, onAir: boolean): void {
    if (held.onAir === onAir) return;
    held.onAir = onAir;
    this.#tell(held, () => held.listener.state(held.id, onAir));
  }

  #send(frame: Uint8Array<ArrayBuffer>): void {
    for (const held of [...this.#held]) this.#tell(held, () => held.listener.frame(frame));
  }

  /** One that cannot be told is left out: that must not reach the call. */
  #tell(held: Held, tell: () => void): void {
    guarded(() => this.#leave(held), tell)();
  }
}

const NOBODY = { present: false, sounded: false } as const;
