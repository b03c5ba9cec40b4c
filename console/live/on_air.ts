// Taking a call over with this browser's microphone, and handing it back. On air only while the call itself says that
// somebody of this page has it: a person must never think they are heard when they are not, nor the other way round.
import { effect, type ReadonlySignal, signal } from "@preact/signals";
import type { SoundCard } from "../sound/sound_card.ts";
import { SOUND_TEXTS as TEXTS } from "../texts/sound.ts";
import type { CallView } from "./call.ts";
import type { CallSound } from "./call_sound.ts";
import { type Commands, isFinal } from "./commands.ts";

export type AirState =
  | "off"
  | "asking" // the person is being asked for the microphone
  | "taking" // the call has been asked
  | "on" // the caller hears the microphone
  | "handing_back"; // the microphone is closed, the agent is being told

export interface OnAir {
  state: ReadonlySignal<AirState>;
  /** Why it did not come about, or ended by itself; else "". */
  trouble: ReadonlySignal<string>;
  /** Share of a meter. */
  level: ReadonlySignal<number>;
  takeOver(): Promise<void>;
  handBack(options?: { leaving?: boolean }): Promise<void>;
  forgetTrouble(): void;
  stop(): void;
}

/** A mark that was lit goes out slowly, so that a word can be seen: with each piece of 40 ms. */
const FALLS = 0.93;

export function createOnAir(
  options: {
    sound: CallSound;
    card: Pick<SoundCard, "openMicrophone" | "closeMicrophone">;
    commands: Commands;
    view: ReadonlySignal<CallView>;
    say: (sentence: string) => void;
  },
): OnAir {
  const { sound, card, commands, view, say } = options;
  const state = signal<AirState>("off");
  const trouble = signal("");
  const level = signal(0);
  let commandId: string | null = null;
  let listenedBefore = false;

  async function takeOver(): Promise<void> {
    if (state.peek() !== "off") return;
    trouble.value = "";
    state.value = "asking";
    listenedBefore = sound.state.peek() !== "off";
    if (!await sound.listen()) return off(sound.trouble.peek() || TEXTS.callOver);
    if (state.peek() !== "asking") return;
    const refused = await card.openMicrophone({ report, lost: microphoneLost });
    // Left, or taken back, while the browser was asking.
    if (state.peek() !== "asking") return card.closeMicrophone();
    if (refused !== null) return off(refused);
    state.value = "taking";
    commandId = await commands.give({ kind: "take_over" });
    if (state.peek() !== "taking") return;
    if (commandId === null) notTold();
    else follow();
  }

  /**
   * Where nobody knows whether the call was taken, the line is closed too: a call whose line is gone goes back to the
   * agent, and no caller waits in silence.
   */
  function notTold(): void {
    if (commands.unsure.peek()) listenedBefore = false;
    off(commands.trouble.peek());
  }

  function report(
    { piece, level: share }: { piece: Uint8Array<ArrayBuffer>; level: number },
  ): void {
    level.value = Math.max(share, level.peek() * FALLS);
    if (state.peek() === "on") sound.send(piece);
  }

  function microphoneLost(): void {
    if (state.peek() === "off") return;
    const words = TEXTS.air.microphoneGone;
    void handBack().then(() => trouble.value = words);
    say(words);
  }

  /** What the call says decides. */
  function follow(): void {
    const { call } = view.value;
    const asked = commands.asked.value.find((command) => command.commandId === commandId);
    const over = !call || call.endedAtMs !== null;
    const now = state.peek();
    if (now === "off" || now === "asking") return;
    if (over) return off(now === "on" ? TEXTS.callOver : "");
    if (now === "taking") {
      if (asked?.state === "done" && call.takenOver) return goOn();
      if (asked && isFinal(asked) && asked.state !== "done") {
        off(asked.detail || TEXTS.air.notTaken);
      }
      // Came and went before we learned of either.
      if (asked?.state === "done" && handedBackSince(asked.commandId)) off("");
    } else if (!call.takenOver) {
      off(now === "on" ? TEXTS.air.agentHasIt : "");
    }
  }

  function handedBackSince(commandId: string): boolean {
    const { events } = view.peek();
    const given = events.findIndex((event) =>
      event.type === "command.given" && event.commandId === commandId
    );
    return events.slice(given + 1).some(({ type }) => type === "supervisor.handed_back");
  }

  function goOn(): void {
    sound.setSpeaking(true);
    state.value = "on";
    say(TEXTS.air.on);
  }

  function off(words: string): void {
    card.closeMicrophone();
    sound.setSpeaking(false);
    level.value = 0;
    commandId = null;
    state.value = "off";
    trouble.value = words;
    if (!listenedBefore) sound.stopListening();
  }

  async function handBack({ leaving = false }: { leaving?: boolean } = {}): Promise<void> {
    const before = state.peek();
    if (before === "off" || before === "handing_back") return;
    if (before === "asking") return off("");
    card.closeMicrophone();
    level.value = 0;
    state.value = "handing_back";
    const given = await commands.give({ kind: "hand_back" }, { leaving });
    // Without the microphone the server hands back by itself; the page says what it knows.
    if (given === null && state.peek() === "handing_back") notTold();
    else follow();
  }

  sound.onBroken(() => {
    if (state.peek() !== "on" && state.peek() !== "taking") return;
    const words = TEXTS.air.broken;
    say(words);
    void handBack().then(() => trouble.value = words);
  });
  const stopWatching = effect(follow);

  return {
    state,
    trouble,
    level,
    takeOver,
    handBack,
    forgetTrouble: () => trouble.value = "",
    stop() {
      void handBack({ leaving: true });
      stopWatching();
    },
  };
}
