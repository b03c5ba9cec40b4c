// What is known of a call beyond its words: how it ended, who answered it, how fast, at what use.
import { useComputed } from "@preact/signals";
import { useMemo } from "preact/hooks";
import type { CallSummary } from "../../server/contract/call.ts";
import type { CallEvent } from "../../server/contract/event.ts";
import { PRICES_AS_OF } from "../../server/contract/prices.ts";
import { type CallFacts, callFacts, SOURCE_WORDS } from "../live/call_facts.ts";
import { laidOut } from "../live/event_texts.ts";
import { instanceName } from "../live/fleet.ts";
import type { Pace } from "../live/pace.ts";
import { peopleFacts } from "../live/people_facts.ts";
import { protocolWords } from "../live/protocol_words.ts";
import { betweenPeople } from "../live/speakers.ts";
import { versionWords } from "../live/test_talk_words.ts";
import { useStores } from "../stores.ts";
import { FACTS_TEXTS as TEXTS } from "../texts/facts.ts";
import { CopyButton } from "../ui/copy_button.tsx";
import { Fact, FactGroup as Group } from "../ui/fact.tsx";
import { dollarWords } from "../ui/money_words.ts";
import { Elapsed } from "../ui/time.tsx";
import { countWords, dayWords, latencyWords, timeOfDay } from "../ui/time_words.ts";
import { EndChip, endWords } from "./end_note.tsx";
import { PeopleConversation, WrittenDown } from "./people_groups.tsx";
import { Phone } from "./phone.tsx";
import { Through } from "./through.tsx";

const ANSWERED = TEXTS.answered;

interface FactsProps {
  call: CallSummary;
  events: readonly CallEvent[];
  pace: Pace | null;
  /** Numbers are shown unmasked. */
  whole: boolean;
}

export function Facts({ call, events, pace, whole }: FactsProps) {
  const facts = useMemo(() => callFacts(events), [events]);
  const people = useMemo(() => betweenPeople(call) ? peopleFacts(events) : null, [events]);
  return (
    <div class="facts">
      {call.endedAtMs !== null && <Ending call={call} />}
      {call.summary && <Summary call={call} facts={facts} />}
      {people
        ? <WrittenDown call={call} people={people} />
        : <AnsweredBy call={call} facts={facts} />}
      {facts.handovers.length > 0 && (
        <Group title={TEXTS.handovers.title}>
          {facts.handovers.map((handover) => (
            <Fact key={handover.seq} name={TEXTS.handovers.to(handover.agent.name)}>
              {handover.intent || "–"}
              {handover.summary && <small>{handover.summary}</small>}
            </Fact>
          ))}
        </Group>
      )}
      <Pairs title={TEXTS.variables} pairs={facts.variables} />
      {facts.outputs && <Pairs title={TEXTS.outputs} pairs={facts.outputs} />}
      <Group title={TEXTS.call.title}>
        <Fact name={TEXTS.call.began}>
          <time dateTime={new Date(call.startedAtMs).toISOString()}>
            {dayWords(call.startedAtMs)}, {timeOfDay(call.startedAtMs, { seconds: true })}
          </time>
        </Fact>
        <Fact name={call.endedAtMs === null ? TEXTS.call.lasts : TEXTS.call.lasted}>
          <Elapsed sinceMs={call.startedAtMs} untilMs={call.endedAtMs} />
        </Fact>
        <Fact name={TEXTS.call.dialled}>
          <Phone address={call.called} whole={whole} />
        </Fact>
        <Fact name={TEXTS.call.protocol}>{protocolWords(call.protocol)}</Fact>
        {!isCrashed(call) && <Instance id={call.instance} />}
      </Group>
      {facts.tools.length > 0 && (
        <Group title={TEXTS.tools}>
          <ul class="names">
            {facts.tools.map((tool) => (
              <li key={tool}>
                <code>{tool}</code>
              </li>
            ))}
          </ul>
        </Group>
      )}
      {people ? <PeopleConversation people={people} /> : (
        <>
          <Group title={TEXTS.conversation.title}>
            <Fact name={TEXTS.conversation.median}>{pace ? latencyWords(pace.medianMs) : "–"}</Fact>
            <Fact name={TEXTS.conversation.slowest}>
              {pace ? latencyWords(pace.slowestMs) : "–"}
            </Fact>
            <Fact name={TEXTS.conversation.interruptions}>{call.interruptions}</Fact>
          </Group>
          <Usage call={call} />
        </>
      )}
      <Group title={TEXTS.cost.title}>
        <Fact name={people ? TEXTS.cost.minutes : TEXTS.cost.tokens}>
          <Cost call={call} />
        </Fact>
      </Group>
      <Group title={TEXTS.ids.title}>
        <Id name={TEXTS.ids.call} what={TEXTS.ids.callCopied} id={call.callId} />
        {call.conversationId && (
          <Id
            name={TEXTS.ids.conversation}
            what={TEXTS.ids.conversationCopied}
            id={call.conversationId}
          />
        )}
      </Group>
    </div>
  );
}

/** Whose log is to be looked at is said where that is said. */
function isCrashed({ endReason }: CallSummary): boolean {
  return endReason === "crashed";
}

/** Where there are several, or were. */
function Instance({ id }: { id: string }) {
  const { floor } = useStores();
  const name = useComputed(() => instanceName(floor.status.value?.fleet, id)).value;
  return name === "" ? null : <Fact name={TEXTS.call.instance}>{name}</Fact>;
}

function AnsweredBy({ call, facts }: { call: CallSummary; facts: CallFacts }) {
  return (
    <Group title={ANSWERED.title}>
      <Fact name={ANSWERED.agent}>
        <a href={`/agents/${encodeURIComponent(call.agent.id)}`}>{call.agent.name}</a>{" "}
        <span class="figures">{versionWords(call.agent.version)}</span>
      </Fact>
      <Fact name={ANSWERED.voice}>{call.voice}</Fact>
      <Fact name={ANSWERED.model}>{call.model}</Fact>
      <Through call={call} />
      {call.fallback && (
        <Fact name={ANSWERED.degraded}>
          <span class="bad-words">{ANSWERED.secondUpstream}</span>
        </Fact>
      )}
      <Fact name={ANSWERED.route}>{call.route || ANSWERED.noRoute}</Fact>
      {facts.instructionsFrom && (
        <Fact name={ANSWERED.instructions}>
          {SOURCE_WORDS[facts.instructionsFrom] ?? facts.instructionsFrom}
        </Fact>
      )}
    </Group>
  );
}

function Ending({ call }: { call: CallSummary }) {
  const { who, advice } = endWords(call);
  return (
    <Group title={TEXTS.ending.title}>
      <div class="ending">
        <EndChip call={call} />
        {advice && <p class="advice">{advice}.</p>}
      </div>
      <Fact name={TEXTS.ending.by}>{who}</Fact>
      {call.endCode && (
        <Fact name={TEXTS.ending.code}>
          <code>{call.endCode}</code>
        </Fact>
      )}
      {isCrashed(call) && <Instance id={call.instance} />}
    </Group>
  );
}

function Usage({ call }: { call: CallSummary }) {
  const { usage } = call;
  return (
    <section class="fact-group">
      <h2>{TEXTS.tokens.title}</h2>
      <table class="usage">
        <thead>
          <tr>
            <td />
            <th scope="col">{TEXTS.tokens.sound}</th>
            <th scope="col">{TEXTS.tokens.text}</th>
          </tr>
        </thead>
        <tbody>
          <UsageRow
            name={TEXTS.tokens.in}
            sound={usage.inputAudioTokens}
            text={usage.inputTextTokens}
          />
          <UsageRow
            name={TEXTS.tokens.cached}
            sound={usage.cachedAudioTokens}
            text={usage.cachedTextTokens}
          />
          <UsageRow
            name={TEXTS.tokens.out}
            sound={usage.outputAudioTokens}
            text={usage.outputTextTokens}
          />
        </tbody>
      </table>
    </section>
  );
}

function Cost({ call }: { call: CallSummary }) {
  const { costUsd, model } = call;
  const people = betweenPeople(call);
  if (people && call.endedAtMs === null) return <>{TEXTS.cost.atEnd}</>;
  if (costUsd === null) {
    return (
      <>
        {TEXTS.cost.unknown}
        <small>{TEXTS.cost.notInTable(model, PRICES_AS_OF)}</small>
      </>
    );
  }
  return (
    <>
      {dollarWords(costUsd)}
      <small>
        {(people ? TEXTS.cost.byTablePeople : TEXTS.cost.byTable)(PRICES_AS_OF)}
        {call.answeredBy === "stand-in" && ` ${TEXTS.cost.standInFree}`}
        {call.fallback && ` ${TEXTS.cost.secondNotIn}`}
      </small>
    </>
  );
}

function Summary({ call, facts }: { call: CallSummary; facts: CallFacts }) {
  return (
    <Group title={facts.summaryFrom === "after_call" ? TEXTS.summaryAfter : TEXTS.summary}>
      <p class="call-summary">{laidOut(call.summary)}</p>
    </Group>
  );
}

/** Names and values; a long value keeps its lines. */
function Pairs({ title, pairs }: { title: string; pairs: CallFacts["variables"] }) {
  if (pairs.length === 0) return null;
  return (
    <Group title={title}>
      <table class="pairs">
        <caption class="hidden">{title}</caption>
        <thead class="hidden">
          <tr>
            <th scope="col">{TEXTS.pairs.name}</th>
            <th scope="col">{TEXTS.pairs.value}</th>
          </tr>
        </thead>
        <tbody>
          {pairs.map(([name, value]) => (
            <tr key={name}>
              <th scope="row">
                <code>{name}</code>
              </th>
              <td>{value === "" ? <span class="faint">{TEXTS.pairs.empty}</span> : value}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Group>
  );
}

function UsageRow({ name, sound, text }: { name: string; sound: number; text: number }) {
  return (
    <tr>
      <th scope="row">{name}</th>
      <td>{countWords(sound)}</td>
      <td>{countWords(text)}</td>
    </tr>
  );
}

function Id({ name, what, id }: { name: string; what: string; id: string }) {
  return (
    <Fact name={name} look="id">
      <code>{id}</code>
      <CopyButton plain text={id} what={what} />
    </Fact>
  );
}
