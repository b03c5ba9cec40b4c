// What is known of a call beyond its words: how it ended, who answered it, how fast, at what use.
import { useMemo } from "preact/hooks";
import type { CallSummary } from "../../server/contract/call.ts";
import type { CallEvent } from "../../server/contract/event.ts";
import { PRICES_AS_OF } from "../../server/contract/prices.ts";
import { type CallFacts, callFacts, SOURCE_WORDS } from "../live/call_facts.ts";
import { laidOut } from "../live/event_texts.ts";
import type { Pace } from "../live/pace.ts";
import { peopleFacts } from "../live/people_facts.ts";
import { protocolWords } from "../live/protocol_words.ts";
import { betweenPeople } from "../live/speakers.ts";
import { versionWords } from "../live/test_talk_words.ts";
import { CopyButton } from "../ui/copy_button.tsx";
import { Fact, FactGroup as Group } from "../ui/fact.tsx";
import { dollarWords } from "../ui/money_words.ts";
import { Elapsed } from "../ui/time.tsx";
import { countWords, dayWords, latencyWords, timeOfDay } from "../ui/time_words.ts";
import { EndChip, endWords } from "./end_note.tsx";
import { PeopleConversation, WrittenDown } from "./people_groups.tsx";
import { Phone } from "./phone.tsx";
import { Through } from "./through.tsx";

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
        <Group title="Handed over">
          {facts.handovers.map((handover) => (
            <Fact key={handover.seq} name={`To ${handover.agent.name}`}>
              {handover.intent || "–"}
              {handover.summary && <small>{handover.summary}</small>}
            </Fact>
          ))}
        </Group>
      )}
      <Pairs title="Variables of the call" pairs={facts.variables} />
      {facts.outputs && <Pairs title="Output variables" pairs={facts.outputs} />}
      <Group title="Call">
        <Fact name="Began">
          <time dateTime={new Date(call.startedAtMs).toISOString()}>
            {dayWords(call.startedAtMs)}, {timeOfDay(call.startedAtMs, { seconds: true })}
          </time>
        </Fact>
        <Fact name={call.endedAtMs === null ? "Lasts" : "Lasted"}>
          <Elapsed sinceMs={call.startedAtMs} untilMs={call.endedAtMs} />
        </Fact>
        <Fact name="Dialled">
          <Phone address={call.called} whole={whole} />
        </Fact>
        <Fact name="Phone system">{protocolWords(call.protocol)}</Fact>
      </Group>
      {facts.tools.length > 0 && (
        <Group title="Tools">
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
          <Group title="Conversation">
            <Fact name="Median answer">{pace ? latencyWords(pace.medianMs) : "–"}</Fact>
            <Fact name="Slowest answer">{pace ? latencyWords(pace.slowestMs) : "–"}</Fact>
            <Fact name="Interruptions">{call.interruptions}</Fact>
          </Group>
          <Usage call={call} />
        </>
      )}
      <Group title="Cost">
        <Fact name={people ? "Minutes" : "Tokens"}>
          <Cost call={call} />
        </Fact>
      </Group>
      <Group title="For looking it up">
        <Id name="Call" id={call.callId} />
        {call.conversationId && <Id name="Conversation" id={call.conversationId} />}
      </Group>
    </div>
  );
}

function AnsweredBy({ call, facts }: { call: CallSummary; facts: CallFacts }) {
  return (
    <Group title="Answered by">
      <Fact name="Agent">
        <a href={`/agents/${encodeURIComponent(call.agent.id)}`}>{call.agent.name}</a>{" "}
        <span class="figures">{versionWords(call.agent.version)}</span>
      </Fact>
      <Fact name="Voice">{call.voice}</Fact>
      <Fact name="Model">{call.model}</Fact>
      <Through call={call} />
      {call.fallback && (
        <Fact name="Degraded">
          <span class="bad-words">The second upstream carried part of it</span>
        </Fact>
      )}
      <Fact name="Route">{call.route || "None: the default agent"}</Fact>
      {facts.instructionsFrom && (
        <Fact name="Instructions">
          {SOURCE_WORDS[facts.instructionsFrom] ?? facts.instructionsFrom}
        </Fact>
      )}
    </Group>
  );
}

function Ending({ call }: { call: CallSummary }) {
  const { who, advice } = endWords(call);
  return (
    <Group title="How it ended">
      <div class="ending">
        <EndChip call={call} />
        {advice && <p class="advice">{advice}.</p>}
      </div>
      <Fact name="By">{who}</Fact>
      {call.endCode && (
        <Fact name="Code">
          <code>{call.endCode}</code>
        </Fact>
      )}
    </Group>
  );
}

function Usage({ call }: { call: CallSummary }) {
  const { usage } = call;
  return (
    <section class="fact-group">
      <h2>Tokens</h2>
      <table class="usage">
        <thead>
          <tr>
            <td />
            <th scope="col">Sound</th>
            <th scope="col">Text</th>
          </tr>
        </thead>
        <tbody>
          <UsageRow name="In" sound={usage.inputAudioTokens} text={usage.inputTextTokens} />
          <UsageRow
            name="of these cached"
            sound={usage.cachedAudioTokens}
            text={usage.cachedTextTokens}
          />
          <UsageRow name="Out" sound={usage.outputAudioTokens} text={usage.outputTextTokens} />
        </tbody>
      </table>
    </section>
  );
}

function Cost({ call }: { call: CallSummary }) {
  const { costUsd, model } = call;
  const people = betweenPeople(call);
  if (people && call.endedAtMs === null) return <>Known at the end</>;
  if (costUsd === null) {
    return (
      <>
        Price not known
        <small>{model} is not in the price table of {PRICES_AS_OF}.</small>
      </>
    );
  }
  return (
    <>
      {dollarWords(costUsd)}
      <small>
        By the price table of {PRICES_AS_OF}; phone lines and{" "}
        {people ? "translation" : "transcription"} are not in it.
        {call.answeredBy === "stand-in" && " The stand-in itself costs nothing."}
        {call.fallback && " Nor is what the second upstream costs."}
      </small>
    </>
  );
}

function Summary({ call, facts }: { call: CallSummary; facts: CallFacts }) {
  return (
    <Group title={facts.summaryFrom === "after_call" ? "Summary, made after the call" : "Summary"}>
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
            <th scope="col">Name</th>
            <th scope="col">Value</th>
          </tr>
        </thead>
        <tbody>
          {pairs.map(([name, value]) => (
            <tr key={name}>
              <th scope="row">
                <code>{name}</code>
              </th>
              <td>{value === "" ? <span class="faint">empty</span> : value}</td>
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

function Id({ name, id }: { name: string; id: string }) {
  return (
    <Fact name={name} look="id">
      <code>{id}</code>
      <CopyButton plain text={id} what={`${name.toLowerCase()} id`} />
    </Fact>
  );
}
