// Stepping into a call: what can be asked of it in each of its states, the agent's own question, the notice board.
import { computed, signal } from "@preact/signals";
import type { CallSummary } from "../../server/contract/call.ts";
import { CALL_ABILITIES, COMMAND_STATES } from "../../server/contract/command_kinds.ts";
import type { SoundState } from "../live/call_sound.ts";
import type { AskedCommand, Commands } from "../live/commands.ts";
import type { AirState } from "../live/on_air.ts";
import { NoticeBoard } from "../parts/board/notice_board.tsx";
import { RaisedHand } from "../parts/hand/raised_hand.tsx";
import { createDrafts } from "../parts/step_in/drafts.ts";
import { StepIn } from "../parts/step_in/step_in.tsx";
import { galleryCall } from "./calls_pieces.tsx";
import { Piece } from "./piece.tsx";

const nothing = () => {};
const none = () => Promise.resolve(null);

function commands(change: Partial<Commands> = {}): Commands {
  return {
    asked: signal([]),
    underway: signal(new Set()),
    trouble: signal(""),
    unsure: signal(false),
    give: none,
    retract: () => Promise.resolve(),
    forgetTrouble: nothing,
    stop: nothing,
    ...change,
  };
}

function sound(state: SoundState, trouble = "") {
  return {
    state: signal(state),
    trouble: signal(trouble),
    worthAgain: signal(trouble !== ""),
    levels: signal({ caller: 0.6, agent: 0.2 }),
    heard: signal(true),
    volume: signal({ caller: 1, agent: 0.5 }),
    muted: signal(false),
    listen: () => Promise.resolve(true),
    stopListening: nothing,
    setVolume: nothing,
    setMuted: nothing,
    setSpeaking: nothing,
    send: () => true,
    forgetTrouble: nothing,
    onBroken: nothing,
    stop: nothing,
  };
}

function air(state: AirState, trouble = "") {
  return {
    state: signal(state),
    trouble: signal(trouble),
    level: computed(() => 0.5),
    takeOver: () => Promise.resolve(),
    handBack: () => Promise.resolve(),
    forgetTrouble: nothing,
    stop: nothing,
  };
}

const ASKED: readonly AskedCommand[] = COMMAND_STATES.map((state, index) => ({
  commandId: `command-${index}`,
  kind: "whisper",
  by: "Ada",
  text: "Offer the counter in Rua das Flores",
  when: "after_caller",
  target: "",
  state,
  detail: state === "refused" ? "The call is being ended" : "",
  givenMs: 120_000,
  changedMs: 130_000,
  used: state === "used" ? { atMs: 131_000, itemId: "a1" } : null,
}));

const can = [...CALL_ABILITIES];
const DOCKS: readonly (readonly [string, Partial<Parameters<typeof StepIn>[0]>])[] = [
  ["all can be done", {}],
  ["nothing can be done", { call: galleryCall({ can: [] }) }],
  ["asked, with each outcome", { commands: commands({ asked: signal(ASKED) }) }],
  ["refused", { commands: commands({ trouble: signal("The call has just ended.") }) }],
  ["listening", { sound: sound("live") }],
  ["the line broke", { sound: sound("off", "The live sound broke off.") }],
  ["on air", { onAir: air("on"), sound: sound("live"), call: taken() }],
  ["handing back", { onAir: air("handing_back"), sound: sound("live"), call: taken() }],
  ["somebody else has it", { call: taken() }],
  ["saying goodbye", { call: galleryCall({ can, state: "ending" }) }],
];

function taken(): CallSummary {
  return galleryCall({ can, takenOver: true, listeners: 1 });
}

const HAND = {
  handId: "hand-1",
  question: "May I give back the postage of 12 euros?",
  answers: ["Yes, give it back", "No, offer the counter"],
  untilMs: 160_000,
  otherwise: "say that somebody will call back",
};

export function GalleryDock(props: Partial<Parameters<typeof StepIn>[0]>) {
  return (
    <StepIn
      call={galleryCall({ can })}
      commands={commands()}
      sound={sound("off")}
      onAir={air("off")}
      drafts={createDrafts()}
      onPick={nothing}
      {...props}
    />
  );
}

export function StepInPieces() {
  return (
    <>
      {DOCKS.map(([name, props]) => (
        <Piece key={name} title={`Stepping in: ${name}`}>
          <GalleryDock {...props} />
        </Piece>
      ))}
      <Piece title="A raised hand, on the page">
        <RaisedHand place="page" call={{ ...galleryCall(), hand: HAND }} />
      </Piece>
      <Piece title="Notice board, and a new note">
        <NoticeBoard posting onClose={nothing} />
      </Piece>
    </>
  );
}
