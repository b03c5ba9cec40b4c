// What is known of a call beyond its words: how it ended, who answered it, how fast, at what use.
import type { ComponentChildren } from "preact";
import type { CallSummary } from "../../server/contract/call.ts";
import type { Pace } from "../live/pace.ts";
import { CopyButton } from "../ui/copy_button.tsx";
import { Elapsed } from "../ui/time.tsx";
import { countWords, dayWords, latencyWords, timeOfDay } from "../ui/time_words.ts";
import { EndChip, endWords } from "./end_note.tsx";
import { Phone } from "./phone.tsx";

export function Facts(
  { call, pace, whole }: { call: CallSummary; pace: Pace | null; whole: boolean },
) {
  return (
    <div class="facts">
      {call.endedAtMs !== null && <Ending call={call} />}
      <Group title="Answered by">
        <Fact name="Agent">
          <a href={`/agents/${encodeURIComponent(call.agent.id)}`}>{call.agent.name}</a>{" "}
          <span class="figures">v{call.agent.version}</span>
        </Fact>
        <Fact name="Voice">{call.voice}</Fact>
        <Fact name="Model">{call.model}</Fact>
        <Fact name="Through">{call.answeredBy === "openai" ? "OpenAI" : "Built-in stand-in"}</Fact>
      </Group>
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
        <Fact name="Protocol">{call.protocol}</Fact>
      </Group>
      <Group title="Conversation">
        <Fact name="Median answer">{pace ? latencyWords(pace.medianMs) : "–"}</Fact>
        <Fact name="Slowest answer">{pace ? latencyWords(pace.slowestMs) : "–"}</Fact>
        <Fact name="Interruptions">{call.interruptions}</Fact>
      </Group>
      <Usage call={call} />
      <Group title="For looking it up">
        <Id name="Call" id={call.callId} />
        {call.conversationId && <Id name="Conversation" id={call.conversationId} />}
      </Group>
    </div>
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

function UsageRow({ name, sound, text }: { name: string; sound: number; text: number }) {
  return (
    <tr>
      <th scope="row">{name}</th>
      <td>{countWords(sound)}</td>
      <td>{countWords(text)}</td>
    </tr>
  );
}

function Group({ title, children }: { title: string; children: ComponentChildren }) {
  return (
    <section class="fact-group">
      <h2>{title}</h2>
      {children}
    </section>
  );
}

function Fact({ name, children }: { name: string; children: ComponentChildren }) {
  return (
    <div class="fact">
      <span class="fact-name">{name}</span>
      <span class="fact-value">{children}</span>
    </div>
  );
}

function Id({ name, id }: { name: string; id: string }) {
  return (
    <div class="fact">
      <span class="fact-name">{name}</span>
      <span class="fact-value id">
        <code>{id}</code>
        <CopyButton plain text={id} what={`${name.toLowerCase()} id`} />
      </span>
    </div>
  );
}
