// One live call in five facts at fixed places; nothing moves inside but text.
import type { FloorCall } from "../live/floor.ts";
import { attention } from "../live/attention.ts";
import { useStores } from "../stores.ts";
import { WarningIcon } from "../ui/icons.tsx";
import { Elapsed } from "../ui/time.tsx";
import { durationWords } from "../ui/time_words.ts";
import { Phone } from "./phone.tsx";
import { StateChip } from "./state_chip.tsx";

export function CallCard({ floorCall }: { floorCall: FloorCall }) {
  const { clock } = useStores();
  const { call, stateSinceMs } = floorCall;
  const stateMs = clock.nowMs.value - stateSinceMs;
  const want = attention(call, stateMs);
  return (
    <article class={`card level-${want.level}`} data-call={call.callId}>
      <header class="card-head">
        <StateChip state={call.state} />
        <span class="card-time">
          <Elapsed sinceMs={call.startedAtMs} />
        </span>
      </header>
      <h3 class="card-who">
        <a class="card-link" href={`/calls/${encodeURIComponent(call.callId)}`}>
          <Phone address={call.caller} />
        </a>
        {call.origin === "test" && <span class="tag">Test</span>}
        {call.fallback && <span class="tag bad">Degraded</span>}
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
              {call.agent.name} v{call.agent.version} · {call.voice}
              {call.interruptions > 0 && ` · interrupted ${call.interruptions}×`}
            </span>
          )}
      </footer>
    </article>
  );
}

/** The last finished line of one side, or its words as they form (hidden from screen readers). */
function Line({ floorCall, speaker }: { floorCall: FloorCall; speaker: "caller" | "agent" }) {
  const { call, forming } = floorCall;
  const last = speaker === "caller" ? call.lastCallerLine : call.lastAgentLine;
  const now = forming?.speaker === speaker ? forming.text : null;
  return (
    <div class={`card-line ${speaker}`}>
      <dt>{speaker === "caller" ? "Caller" : "Agent"}</dt>
      <dd>
        {now === null
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
