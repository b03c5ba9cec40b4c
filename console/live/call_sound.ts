// Listening to one call: its socket, the browser's sound card, and what may be said of both. Never on by itself.
// Knows no drawing; the socket and the card are handed in.
import { effect, type ReadonlySignal, signal } from "@preact/signals";
import type { SoundCard } from "../sound/sound_card.ts";
import type { Gains, ListenerReport } from "../sound/worklet_messages.ts";
import { SOUND_TEXTS as TEXTS } from "../texts/sound.ts";
import type { Cancel, Timers } from "./timers.ts";

/** What is used of a WebSocket. */
export interface SoundSocket {
  binaryType: BinaryType;
  readonly readyState: number;
  readonly bufferedAmount: number;
  addEventListener(type: string, fn: (event: Event) => void): void;
  send(data: string | Uint8Array<ArrayBuffer>): void;
  close(): void;
}

export type SoundState =
  | "off"
  | "connecting"
  | "live"
  | "stalled" // the line is open and no sound comes
  | "ended"; // with the call

export interface CallSound {
  state: ReadonlySignal<SoundState>;
  /** Why it is off though it was wanted; else "". */
  trouble: ReadonlySignal<string>;
  /** What was in the way may be gone: asking once more is worth it. */
  worthAgain: ReadonlySignal<boolean>;
  /** Shares of a meter. */
  levels: ReadonlySignal<Pick<ListenerReport, "caller" | "agent">>;
  /** The server says that what this page's microphone sends is heard by the caller. */
  heard: ReadonlySignal<boolean>;
  /** 0 to 1. */
  volume: ReadonlySignal<Gains>;
  muted: ReadonlySignal<boolean>;
  /** Only after a press of a person: browsers let nothing sound before. */
  listen(): Promise<boolean>;
  stopListening(): void;
  setVolume(side: keyof Gains, share: number): void;
  setMuted(muted: boolean): void;
  /** One's own voice comes back on the agent's side, late: it is kept from the ears of who speaks. */
  setSpeaking(speaking: boolean): void;
  /** False where there is no line. What does not leave in time is dropped: late words are worse than missing ones. */
  send(piece: Uint8Array<ArrayBuffer>): boolean;
  forgetTrouble(): void;
  /** Called when an open line broke. */
  onBroken(fn: () => void): void;
  stop(): void;
}

const OPEN = 1;
/** Frames come ten times a second. */
const STALLED_AFTER_MS = 1000;
const RETRY_MS = { first: 500, most: 4000 } as const;
/** As often as this in a row without a line, it is given up. */
const TRIES = 5;
/** A second of speech. */
const SEND_AHEAD_BYTES = 8000;
/** Why the server closed the socket. */
const CLOSED = {
  callOver: 1000,
  signedOut: 4401,
  notPermitted: 4403,
  full: 4429,
  unreached: 4503,
} as const;
const QUIET = { caller: 0, agent: 0 } as const;

export function createCallSound(
  options: {
    openSocket: () => SoundSocket;
    card: SoundCard;
    timers: Timers;
    over: ReadonlySignal<boolean>;
    /** Nothing is heard of the instance that carries the call. Absent: there is only one. */
    away?: ReadonlySignal<boolean>;
  },
): CallSound {
  const { card, timers, over } = options;
  const state = signal<SoundState>("off");
  const trouble = signal("");
  const worthAgain = signal(false);
  const levels = signal<Pick<ListenerReport, "caller" | "agent">>(QUIET);
  const volume = signal<Gains>({ caller: 0.8, agent: 0.8 });
  const muted = signal(false);
  const heard = signal(false);
  let speaking = false;
  let socket: SoundSocket | null = null;
  let waiting: Cancel = () => {};
  let failed = 0;
  let broken = () => {};

  async function listen(): Promise<boolean> {
    if (state.peek() !== "off" || over.peek()) return state.peek() !== "off";
    trouble.value = "";
    state.value = "connecting";
    failed = 0;
    try {
      await card.open((report) => levels.value = state.peek() === "live" ? report : QUIET);
    } catch {
      if (wanted()) giveUp(TEXTS.noSound);
      return false;
    }
    if (!wanted()) return false;
    mix();
    connect();
    return true;
  }

  const wanted = () => state.peek() !== "off" && state.peek() !== "ended";

  function connect(): void {
    const opened = options.openSocket();
    opened.binaryType = "arraybuffer";
    socket = opened;
    // A closed socket may still have something in flight.
    const ours = (fn: (event: Event) => void) => (event: Event) => {
      if (socket === opened) fn(event);
    };
    opened.addEventListener("message", ours((event) => receive((event as MessageEvent).data)));
    opened.addEventListener("close", ours((event) => closed((event as CloseEvent).code)));
  }

  function receive(data: unknown): void {
    if (typeof data === "string") heard.value = saysOnAir(data) ?? heard.peek();
    if (!(data instanceof ArrayBuffer)) return;
    card.play(data);
    failed = 0;
    state.value = "live";
    waiting();
    waiting = timers.after(STALLED_AFTER_MS, () => {
      state.value = "stalled";
      levels.value = QUIET;
    });
  }

  function closed(code: number): void {
    const wasOpen = state.peek() === "live" || state.peek() === "stalled";
    hangUp();
    if (wasOpen) broken();
    if (over.peek() || code === CLOSED.callOver) return finish("ended");
    if (code === CLOSED.full) return giveUp(TEXTS.listen.full, { again: true });
    if (code === CLOSED.unreached || options.away?.peek()) return giveUpAway();
    if (code === CLOSED.signedOut) return giveUp(TEXTS.signedOut);
    if (code === CLOSED.notPermitted) return giveUp(TEXTS.listen.notPermitted);
    if (++failed > TRIES) {
      return giveUp(TEXTS.listen.unreachable, { again: true });
    }
    state.value = "connecting";
    const afterMs = Math.min(RETRY_MS.most, RETRY_MS.first * 2 ** (failed - 1));
    waiting = timers.after(afterMs, connect);
  }

  function hangUp(): void {
    waiting();
    const open = socket;
    socket = null;
    open?.close();
    levels.value = QUIET;
    heard.value = false;
  }

  function finish(how: "off" | "ended"): void {
    hangUp();
    card.close();
    state.value = how;
  }

  function giveUp(words: string, { again = false }: { again?: boolean } = {}): void {
    finish("off");
    trouble.value = words;
    worthAgain.value = again;
  }

  const giveUpAway = () => giveUp(TEXTS.listen.away, { again: true });

  function mix(): void {
    const { caller, agent } = muted.peek() ? QUIET : volume.peek();
    card.gains({ caller, agent: speaking ? 0 : agent });
  }

  const stopWatching = effect(() => {
    if (over.value && wanted()) finish("ended");
    // Dialling on would only look as if there were hope.
    if (options.away?.value && state.peek() === "connecting") giveUpAway();
  });

  return {
    state,
    trouble,
    worthAgain,
    levels,
    heard,
    volume,
    muted,
    listen,
    stopListening() {
      if (wanted()) finish("off");
    },
    setVolume(side, share) {
      volume.value = { ...volume.peek(), [side]: share };
      if (muted.peek()) muted.value = false;
      mix();
    },
    setMuted(on) {
      muted.value = on;
      mix();
    },
    setSpeaking(on) {
      speaking = on;
      mix();
    },
    send(piece) {
      if (!socket || socket.readyState !== OPEN) return false;
      if (socket.bufferedAmount <= SEND_AHEAD_BYTES) socket.send(piece);
      return true;
    },
    forgetTrouble: () => trouble.value = "",
    onBroken(fn) {
      broken = fn;
    },
    stop() {
      stopWatching();
      finish("off");
    },
  };
}

/** Whether the microphone is heard, by a message of the server; null: it is about something else. */
function saysOnAir(text: string): boolean | null {
  try {
    const { type, onAir } = JSON.parse(text) as { type?: unknown; onAir?: unknown };
    return type === "state" && typeof onAir === "boolean" ? onAir : null;
  } catch {
    return null;
  }
}
