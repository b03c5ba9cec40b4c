// One live call in five facts at fixed places: what it does and how long, who it is and by which way, the last
// words of each side, why it wants attention. Nothing moves inside but text.
import type { FloorCall } from "../live/floor.ts";
import { attention } from "../live/attention.ts";
import { type Speaker, SPEAKER_WORDS } from "../live/speakers.ts";
import { useStores } from "../stores.ts";
import { Elapsed } from "../ui/time.tsx";
import { useAway } from "./away.tsx";
import { CallTags } from "./call_tags.tsx";
import { quietWords, wayWords } from "./card_words.ts";
import { Company } from "./company.tsx";
import { RaisedHand } from "./hand/raised_hand.tsx";
import { Phone } from "./phone.tsx";
import { StateChip } from "./state_chip.tsx";
import { TalksWith } from "./talks_with.tsx";
import { Why } from "./why.tsx";

/** `nowMs`: handed in, so that only those who draw it decide how often. */
export function CallCard({ floorCall, nowMs }: { floorCall: FloorCall; nowMs: number }) {
  const { floor, prefs } = useStores();
  const { call } = floorCall;
  const away = useAway(call.instance);
  // Only where it counts: the status says something new every few seconds.
  const fleet = away ? floor.status.peek()?.fleet : undefined;
  const now = { nowMs, marks: prefs.marks.value, fleet };
  const want = attention(call, now);
  // The question itself stands on the card.
  const reasons = want.reasons.filter(({ asks }) => !asks);
  return (
    <article
      class={`card level-${want.level}${call.takenOver ? " taken-over" : ""}`}
      data-call={call.callId}
    >
      <header class="card-head">
        <StateChip call={call} />
        <Company call={call} />
        <span class="card-time">
          <Elapsed sinceMs={call.startedAtMs} about={away} />
        </span>
      </header>
      <div class="card-who">
        <h3>
          <a class="card-link" href={`/calls/${encodeURIComponent(call.callId)}`}>
            <Phone address={call.caller} />
          </a>
          <CallTags call={call} />
        </h3>
        <p class="card-way">
          <TalksWith call={call} />
          {wayWords(call).map((words) => ` · ${words}`)}
        </p>
      </div>
      <dl class="card-lines">
        <Line floorCall={floorCall} speaker="caller" />
        <Line floorCall={floorCall} speaker="agent" />
      </dl>
      {call.hand && (
        <RaisedHand key={call.hand.handId} call={{ ...call, hand: call.hand }} place="card" />
      )}
      <footer class="card-foot">
        {reasons.length > 0
          ? <Why want={{ ...want, reasons }} nowMs={nowMs} />
          : <span>{quietWords(call).join(" · ")}</span>}
      </footer>
    </article>
  );
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
