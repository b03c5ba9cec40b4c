// One live call in five facts at fixed places; nothing moves inside but text.
import type { CallSummary } from "../../server/contract/call.ts";
import type { FloorCall } from "../live/floor.ts";
import { attention } from "../live/attention.ts";
import { betweenPeople, type Speaker, SPEAKER_WORDS } from "../live/speakers.ts";
import { useStores } from "../stores.ts";
import { WarningIcon } from "../ui/icons.tsx";
import { Elapsed } from "../ui/time.tsx";
import { durationWords } from "../ui/time_words.ts";
import { CallTags } from "./call_tags.tsx";
import { Phone } from "./phone.tsx";
import { StateChip } from "./state_chip.tsx";
import { TalksWith } from "./talks_with.tsx";

export function CallCard({ floorCall }: { floorCall: FloorCall }) {
  const { clock } = useStores();
  const { call, stateSinceMs } = floorCall;
  const stateMs = clock.nowMs.value - stateSinceMs;
  const want = attention(call, stateMs);
  return (
    <article class={`card level-${want.level}`} data-call={call.callId}>
      <header class="card-head">
        <StateChip call={call} />
        <span class="card-time">
          <Elapsed sinceMs={call.startedAtMs} />
        </span>
      </header>
      <h3 class="card-who">
        <a class="card-link" href={`/calls/${encodeURIComponent(call.callId)}`}>
          <Phone address={call.caller} />
        </a>
        <CallTags call={call} />
      </h3>
      <dl class="card-lines">
        <Line floorCall={floorCall} speaker="caller" />
        <Line floorCall={floorCall} speaker="agent" />
      </dl>
      <footer class="card-foot">
        {want.level > 0
          ? (
            <span class={`attention level-${want.level}`}>
              <WarningIcon />
              {want.reason}
              {stateMs >= 5000 && <span class="figures">{durationWords(stateMs)}</span>}
            </span>
          )
          : (
            <span>
              <TalksWith call={call} />
              {more(call).map((words) => ` · ${words}`)}
            </span>
          )}
      </footer>
    </article>
  );
}

/** What else is worth a glance. */
function more(call: CallSummary): string[] {
  if (betweenPeople(call)) return [call.model];
  const { voice, interruptions } = call;
  return interruptions > 0 ? [voice, `interrupted ${interruptions}×`] : [voice];
}

/** The last finished line of one side, or its words as they form (hidden from screen readers). */
function Line({ floorCall, speaker }: { floorCall: FloorCall; speaker: Speaker }) {
  const { call, forming } = floorCall;
  const last = speaker === "caller" ? call.lastCallerLine : call.lastAgentLine;
  const now = forming[speaker];
  return (
    <div class={`card-line ${speaker}`}>
      <dt>{SPEAKER_WORDS[speaker]}</dt>
      <dd>
        {now === undefined
          ? (last || <span class="faint">–</span>)
          : <span class="forming" aria-hidden="true">{tail(now)}</span>}
      </dd>
    </div>
  );
}

/** The end of long words, where the news is. */
function tail(text: string): string {
  return text.length <= 96 ? text : `…${text.slice(text.length - 92)}`;
}
