// What was said in a call and what happened: transcript, events, silences, facts, who spoke when.
import type { CallSummary } from "../../server/contract/call.ts";
import { foldCall } from "../../server/contract/fold_call.ts";
import type { CallEvent } from "../../server/contract/event.ts";
import { transcriptOf } from "../../server/contract/transcript.ts";
import { paceOf } from "../live/pace.ts";
import { pausesOf } from "../live/pauses.ts";
import { LEDGER_EVENTS } from "../live/sample_ledger.ts";
import { PEOPLE_EVENTS } from "../live/sample_people.ts";
import { cutsOf, transcriptRows } from "../live/transcript_rows.ts";
import { Facts } from "../parts/facts.tsx";
import { Gaps } from "../parts/gaps.tsx";
import { SpeechStrip } from "../parts/speech_strip.tsx";
import { Timeline } from "../parts/timeline.tsx";
import { Transcript } from "../parts/transcript.tsx";
import { galleryCall } from "./calls_pieces.tsx";
import { Piece } from "./piece.tsx";

const TALKS: readonly (readonly [name: string, events: readonly CallEvent[]])[] = [
  ["A call with all there is", LEDGER_EVENTS],
  ["The same, while it lasts", LEDGER_EVENTS.slice(0, -9)],
  ["Between people", PEOPLE_EVENTS],
];

export function TalkPieces() {
  return (
    <>
      {TALKS.map(([name, events]) => <Talk key={name} {...{ name, events }} />)}
      <Piece title="Nothing was said">
        <Transcript rows={[]} followAsked={0} call={galleryCall()} />
        <Transcript
          rows={[]}
          followAsked={0}
          call={galleryCall({ state: "ended", endReason: "caller_hung_up", endedAtMs: Date.now() })}
        />
        <Timeline events={[]} />
        <Gaps events={[]} kind="agent" />
      </Piece>
    </>
  );
}

function Talk({ name, events }: { name: string; events: readonly CallEvent[] }) {
  const call = events.reduce<CallSummary | null>(foldCall, null);
  if (!call) return null;
  const { lines } = transcriptOf(events);
  const rows = transcriptRows(lines, events, call.kind);
  return (
    <>
      <Piece title={`${name}: who spoke when`}>
        <SpeechStrip
          lines={lines}
          cuts={cutsOf(events)}
          pauses={pausesOf(events)}
          endMs={events.at(-1)?.offsetMs ?? 0}
          live={call.endedAtMs === null}
          onPick={() => {}}
        />
      </Piece>
      <Piece title={`${name}: transcript`}>
        <Transcript {...{ call, rows }} followAsked={0} />
      </Piece>
      <Piece title={`${name}: answer times`}>
        <Gaps events={events} kind={call.kind} />
      </Piece>
      <Piece title={`${name}: facts`}>
        <Facts {...{ call, events }} pace={paceOf(events)} whole={false} />
      </Piece>
      <Piece title={`${name}: events`}>
        <Timeline events={events} />
      </Piece>
    </>
  );
}
