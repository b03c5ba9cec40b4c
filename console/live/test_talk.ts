// Calling an agent from this page with the microphone: its draft as it is saved, or what is published. Nothing is opened
// before a person asks for it, and nothing stays open after the call. Knows no drawing; the socket and the card are
// handed in.
import { type ReadonlySignal, signal } from "@preact/signals";
import type { TestCallAsks, TestCallTells } from "../../server/contract/test_call.ts";
import type { PhoneCard } from "../sound/phone_card.ts";
import type { SpeakerReport } from "../sound/worklet_messages.ts";
import { SOUND_TEXTS as TEXTS } from "../texts/sound.ts";
import type { SoundSocket } from "./call_sound.ts";
import { refusalWords } from "./test_talk_words.ts";
import type { Cancel, Timers } from "./timers.ts";

export type TalkState =
  | "off"
  | "saving" // what was typed last has to be on the server first
  | "asking" // the person is being asked for the microphone
  | "calling"
  | "live"
  | "ended";

export interface Talking {
  agentId: string;
  draft: boolean;
  /** Of the agent when the call began: what is typed later it does not know. */
  revision: number;
  /** "": not answered yet. */
  callId: string;
  startedAtMs: number;
}

export interface TestTalk {
  state: ReadonlySignal<TalkState>;
  /** The call that is or was last; null: there was none. */
  talking: ReadonlySignal<Talking | null>;
  /** Why there is no call, or why it ended against everybody's will; else "". */
  trouble: ReadonlySignal<string>;
  /** Shares of a meter. */
  levels: ReadonlySignal<{ you: number; agent: number }>;
  muted: ReadonlySignal<boolean>;
  call(whom: { agentId: string; draft: boolean }): Promise<void>;
  hangUp(): void;
  setMuted(muted: boolean): void;
  digit(digit: string): void;
  stop(): void;
}

export interface TestTalkOptions {
  openSocket: (whom: { agentId: string; draft: boolean }) => SoundSocket;
  card: PhoneCard;
  timers: Timers;
  /** Sends what waits of the draft; why it is not saved, in words, or "". */
  saveDraft: () => Promise<string>;
  revision: () => number;
  /** Asked where the line did not come about: in the server's own sentence. */
  whyNot: (agentId: string) => Promise<string>;
  say: (sentence: string) => void;
}

const OPEN = 1;
/** A second of speech: late words are worse than missing ones. */
const SEND_AHEAD_BYTES = 8000;
const CALL_WITHIN_MS = 10_000;
/** Mu-law. */
const SILENCE = 0xff;
const QUIET = { you: 0, agent: 0 } as const;
/** A mark that was lit goes out slowly, so that a word can be seen: with each piece of 40 ms. */
const FALLS = 0.93;
const SIGNED_OUT = 4401;

export function createTestTalk(options: TestTalkOptions): TestTalk {
  const { card, timers, say } = options;
  const state = signal<TalkState>("off");
  const talking = signal<Talking | null>(null);
  const trouble = signal("");
  const levels = signal<{ you: number; agent: number }>(QUIET);
  const muted = signal(false);
  let socket: SoundSocket | null = null;
  let waiting: Cancel = () => {};
  /** Counts the calls: what an earlier one still waits for no longer matters. */
  let turn = 0;

  async function call(whom: { agentId: string; draft: boolean }): Promise<void> {
    if (underWay()) return;
    const ours = ++turn;
    const stillOurs = () => ours === turn && underWay();
    trouble.value = "";
    muted.value = false;
    if (whom.draft) {
      state.value = "saving";
      const unsaved = await options.saveDraft();
      if (!stillOurs()) return;
      if (unsaved !== "") return over("off", unsaved);
    }
    state.value = "asking";
    try {
      await card.open((report) => {
        if ("ranDry" in report) ask({ type: "playback" });
        else levels.value = { ...levels.peek(), agent: report.level };
      });
    } catch {
      if (!stillOurs()) return;
      return over("off", TEXTS.noSound);
    }
    if (!stillOurs()) return;
    const refused = await card.openMicrophone({ report: heard, lost: microphoneLost });
    // Left, or given up, while the browser was asking.
    if (!stillOurs()) return ours === turn ? card.close() : undefined;
    if (refused !== null) return over("off", refused);
    state.value = "calling";
    talking.value = { ...whom, revision: options.revision(), callId: "", startedAtMs: 0 };
    connect(whom);
  }

  const underWay = () => state.peek() !== "off" && state.peek() !== "ended";

  function connect(whom: { agentId: string; draft: boolean }): void {
    const opened = options.openSocket(whom);
    opened.binaryType = "arraybuffer";
    socket = opened;
    // A closed socket may still have something in flight.
    const ours = (fn: (event: Event) => void) => (event: Event) => {
      if (socket === opened) fn(event);
    };
    opened.addEventListener("message", ours((event) => receive((event as MessageEvent).data)));
    opened.addEventListener("close", ours((event) => void closed((event as CloseEvent).code)));
    waiting = timers.after(
      CALL_WITHIN_MS,
      () => over("off", TEXTS.talk.notAnswered),
    );
  }

  function receive(data: unknown): void {
    if (data instanceof ArrayBuffer) return card.play(data);
    const told = typeof data === "string" ? readTold(data) : null;
    const now = talking.peek();
    if (!told || !now) return;
    switch (told.type) {
      case "ready":
        waiting();
        talking.value = { ...now, callId: told.callId, startedAtMs: timers.wallMs() };
        state.value = "live";
        return say(now.draft ? TEXTS.talk.draftLive : TEXTS.talk.publishedLive);
      case "clear":
        return card.clear();
      case "ended":
        return told.code === ""
          ? over("ended", "", TEXTS.talk.agentEnded)
          : over(now.callId === "" ? "off" : "ended", refusalWords(told.code));
    }
  }

  async function closed(code: number): Promise<void> {
    const now = talking.peek();
    if (state.peek() === "live") {
      return over(
        "ended",
        code === SIGNED_OUT ? TEXTS.signedOut : TEXTS.talk.lineBroke,
      );
    }
    const ours = turn;
    over("off", "");
    if (!now) return;
    const words = await options.whyNot(now.agentId);
    if (ours === turn && !underWay()) tell(words);
  }

  function heard({ piece, level }: SpeakerReport): void {
    if (state.peek() !== "live") return;
    const you = muted.peek() ? 0 : Math.max(level, levels.peek().you * FALLS);
    levels.value = { ...levels.peek(), you };
    // A line goes on while one is muted: the agent has to hear that nothing is said.
    if (muted.peek()) piece.fill(SILENCE);
    if (socket?.readyState !== OPEN || socket.bufferedAmount > SEND_AHEAD_BYTES) return;
    socket.send(piece);
  }

  function microphoneLost(): void {
    if (underWay()) over(state.peek() === "live" ? "ended" : "off", TEXTS.talk.microphoneGone);
  }

  function ask(what: TestCallAsks): void {
    if (state.peek() === "live" && socket?.readyState === OPEN) socket.send(JSON.stringify(what));
  }

  function over(how: "off" | "ended", why: string, sentence = ""): void {
    waiting();
    const open = socket;
    socket = null;
    open?.close();
    card.close();
    levels.value = QUIET;
    state.value = how;
    tell(why);
    if (why === "" && sentence !== "") say(sentence);
  }

  function tell(why: string): void {
    trouble.value = why;
    if (why !== "") say(why);
  }

  return {
    state,
    talking,
    trouble,
    levels,
    muted,
    call,
    hangUp() {
      if (!underWay()) return;
      ask({ type: "hang_up" });
      over(state.peek() === "live" ? "ended" : "off", "", TEXTS.talk.hungUp);
    },
    setMuted: (on) => muted.value = on,
    digit: (digit) => ask({ type: "digit", digit }),
    stop() {
      turn++;
      if (underWay()) over("off", "");
    },
  };
}

/** What a newer server says besides is passed over. */
function readTold(text: string): TestCallTells | null {
  try {
    return JSON.parse(text) as TestCallTells;
  } catch {
    return null;
  }
}
