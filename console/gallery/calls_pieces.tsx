// Calls as the floor shows them: every state, every reason for attention, every end.
import {
  CALL_STATES,
  type CallSummary,
  END_REASONS,
  type EndReason,
} from "../../server/contract/call.ts";
import { NO_SIGNS } from "../../server/contract/signs.ts";
import { sampleCall } from "../live/sample_calls.ts";
import { CallCard } from "../parts/call_card.tsx";
import { CallTags } from "../parts/call_tags.tsx";
import { EndedCalls } from "../parts/ended_calls.tsx";
import { EndChip } from "../parts/end_note.tsx";
import { StateChip } from "../parts/state_chip.tsx";
import { Piece } from "./piece.tsx";

const nowMs = Date.now();
const WORDS = {
  lastCallerLine: "My parcel should have come yesterday. Where is it?",
  lastAgentLine: "It is in Porto and leaves this evening. Shall I send you a message when it does?",
};
let calls = 0;

/** A call that began two minutes ago. */
export function galleryCall(change: Partial<CallSummary> = {}): CallSummary {
  const callId = `call-${++calls}`;
  const caller = `tel:+1555010${String(calls).padStart(2, "0")}`;
  const startedAtMs = nowMs - 134_000;
  return sampleCall({
    callId,
    caller,
    startedAtMs,
    stateSinceMs: nowMs - 3000,
    ...WORDS,
    ...change,
  });
}

const HAND = {
  handId: "hand-1",
  question: "May I give back the postage of 12 euros?",
  answers: ["Yes, give it back", "No, offer the counter"],
  untilMs: 160_000,
  otherwise: "say that somebody will call back",
};

const CARDS: readonly (readonly [name: string, call: CallSummary])[] = [
  ...CALL_STATES.filter((state) => state !== "ended").map((state) =>
    [state, galleryCall({ state, degraded: state === "degraded" ? "E_UP_LOST" : null })] as const
  ),
  ["no words yet", galleryCall({ lastCallerLine: "", lastAgentLine: "", state: "connecting" })],
  ["a long silence", galleryCall({ state: "thinking", stateSinceMs: nowMs - 12_000 })],
  [
    "asks for a person, twice",
    galleryCall({ signs: { ...NO_SIGNS, personAsks: 2, toolFailures: 2, failedTool: "find" } }),
  ],
  [
    "keeps cutting in",
    galleryCall({ signs: { ...NO_SIGNS, cutInsAtMs: [nowMs - 9000, nowMs - 6000, nowMs - 2000] } }),
  ],
  ["raised hand", galleryCall({ hand: HAND })],
  ["taken over, with listeners", galleryCall({ takenOver: true, listeners: 2 })],
  ["degraded", galleryCall({ fallback: true })],
  [
    "a draft, on test",
    galleryCall({
      origin: "test",
      agent: { id: "default", name: "Northwind Parcels", version: 0 },
    }),
  ],
  ["recorded", galleryCall({ recording: "on" })],
  ["long and dear", galleryCall({ startedAtMs: nowMs - 1_900_000, costUsd: 2.4 })],
  [
    "between people",
    galleryCall({
      kind: "transcription",
      language: "de-DE",
      agent: { id: "", name: "", version: 0 },
    }),
  ],
  [
    "hostile words",
    galleryCall({
      lastCallerLine: "\u202Eevil \u202E<img src=x onerror=alert(1)> " + "A".repeat(400),
      lastAgentLine: "👩‍👩‍👧‍👦 ".repeat(40),
      caller: "sip:" + "very.long.name.".repeat(12) + "@example.test",
    }),
  ],
];

export function CallPieces() {
  return (
    <>
      <Piece title="States" plain>
        {CALL_STATES.map((state) => <StateChip key={state} call={{ state, kind: "agent" }} />)}
        {CALL_STATES.map((state) => (
          <StateChip key={state} call={{ state, kind: "transcription" }} />
        ))}
      </Piece>
      <Piece title="Tags" plain>
        {CARDS.map(([name, call]) => <CallTags key={name} call={call} />)}
      </Piece>
      <Piece title="Cards">
        <ul class="cards">
          {CARDS.map(([name, call]) => (
            <li key={name}>
              <h3 class="gallery-name">{name}</h3>
              <CallCard nowMs={nowMs} floorCall={{ call, forming: {} }} />
            </li>
          ))}
          <li>
            <h3 class="gallery-name">words that form</h3>
            <CallCard
              nowMs={nowMs}
              floorCall={{
                call: galleryCall({ state: "caller_speaking" }),
                forming: { caller: "Can somebody bring it to my" },
              }}
            />
          </li>
          <li aria-busy="true">
            <h3 class="gallery-name">not known yet</h3>
            <div class="card ghost" />
          </li>
        </ul>
      </Piece>
      <Piece title="Ends" plain>
        {ENDED.map((call) => <EndChip key={call.callId} call={call} />)}
      </Piece>
      <Piece title="Ended calls">
        <EndedCalls calls={ENDED.slice(0, 6)} />
      </Piece>
    </>
  );
}

const ENDED = (Object.keys(END_REASONS) as EndReason[]).map((endReason) =>
  galleryCall({ state: "ended", endReason, endedAtMs: nowMs - 20_000 })
);
