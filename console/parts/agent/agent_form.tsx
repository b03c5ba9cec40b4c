// The form of an agent, one part of it at a time. Every edit goes to the draft.
import type { VNode } from "preact";
import type { PartId } from "../../live/agent_parts.ts";
import type { Draft } from "../../live/draft.ts";
import { AfterPart } from "./after_part.tsx";
import { DigitsPart } from "./digits_part.tsx";
import { HandoverPart } from "./handover_part.tsx";
import { LimitsPart } from "./limits_part.tsx";
import { binder, type PartProps } from "./part_props.ts";
import { RecordingPart } from "./recording_part.tsx";
import { SoundPart } from "./sound_part.tsx";
import { ToolsPart } from "./tools_part.tsx";
import { TurnsPart } from "./turns_part.tsx";
import { WordsPart } from "./words_part.tsx";

const PARTS: Record<PartId, (props: PartProps) => VNode> = {
  words: WordsPart,
  sound: SoundPart,
  turns: TurnsPart,
  tools: ToolsPart,
  digits: DigitsPart,
  limits: LimitsPart,
  recording: RecordingPart,
  after: AfterPart,
  handover: HandoverPart,
};

export function AgentForm(
  { draft, agentId, part }: { draft: Draft; agentId: string; part: PartId },
) {
  const errorAt = (path: string) =>
    draft.errors.value.find((error) => error.path === path)?.message;
  const Part = PARTS[part];
  return (
    <form class="agent-form" onSubmit={(event) => event.preventDefault()} noValidate>
      <Part
        agentId={agentId}
        config={draft.config.value}
        draft={draft}
        errorAt={errorAt}
        bind={binder({ draft, errorAt })}
      />
    </form>
  );
}
