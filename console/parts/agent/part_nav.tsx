// The way through the parts of an agent's settings: links, so that each part has an address.
import { useEffect, useRef } from "preact/hooks";
import { AGENT_PARTS, type PartId, type PartState } from "../../live/agent_parts.ts";
import { AGENT_TEXTS } from "../../texts/agent.ts";

interface PartNavProps {
  agentId: string;
  selected: PartId;
  states: Record<PartId, PartState>;
}

export function partAddress(agentId: string, part: PartId): string {
  return `/agents/${encodeURIComponent(agentId)}?part=${part}`;
}

export function PartNav({ agentId, selected, states }: PartNavProps) {
  const list = useRef<HTMLUListElement>(null);
  useEffect(() => {
    // Where the parts stand in a row that scrolls, the one shown is brought into it.
    const row = list.current;
    const link = row?.querySelector<HTMLElement>("[aria-current]");
    if (row && link) row.scrollLeft = link.offsetLeft - (row.clientWidth - link.offsetWidth) / 2;
  }, [selected]);
  return (
    <nav class="part-nav" aria-label={AGENT_TEXTS.parts}>
      <ul ref={list}>
        {AGENT_PARTS.map(({ id, name }) => (
          <li key={id}>
            <a
              class="part-link"
              href={partAddress(agentId, id)}
              aria-current={id === selected ? "page" : undefined}
            >
              {name}
              <Mark state={states[id]} />
            </a>
          </li>
        ))}
      </ul>
    </nav>
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
