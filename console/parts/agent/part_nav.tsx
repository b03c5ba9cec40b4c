// The way through the parts of an agent's settings, with what each has to be looked at for.
import { AGENT_PARTS, type PartId, type PartState } from "../../live/agent_parts.ts";
import { AGENT_TEXTS } from "../../texts/agent.ts";
import { RowNav } from "../../ui/row_nav.tsx";

interface PartNavProps {
  agentId: string;
  selected: PartId;
  states: Record<PartId, PartState>;
}

export function partAddress(agentId: string, part: PartId): string {
  return `/agents/${encodeURIComponent(agentId)}?part=${part}`;
}

export function PartNav({ agentId, selected, states }: PartNavProps) {
  return (
    <RowNav<PartId>
      label={AGENT_TEXTS.parts}
      selected={selected}
      parts={AGENT_PARTS.map(({ id, name }) => ({
        id,
        address: partAddress(agentId, id),
        words: (
          <>
            {name}
            <Mark state={states[id]} />
          </>
        ),
      }))}
    />
  );
}

function Mark({ state }: { state: PartState }) {
  if (state.errors > 0) {
    return (
      <span class="part-mark errors">
        {state.errors}
        <span class="hidden">{AGENT_TEXTS.toLookAt(state.errors)}</span>
      </span>
    );
  }
  if (!state.edited) return null;
  return (
    <span class="part-mark edited" title={AGENT_TEXTS.edited}>
      <span class="hidden">{AGENT_TEXTS.editedShort}</span>
    </span>
  );
}
