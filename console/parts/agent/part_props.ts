// What every part of the agent's form is given.
import type { AgentConfig } from "../../../server/contract/agent.ts";
import type { Draft, SectionName } from "../../live/draft.ts";

/** A field's value, its fault and its edit, under the names that fields, switches and choices have for them. */
export interface Bound<T> {
  value: T;
  checked: T;
  error: string | undefined;
  onValue: (value: T) => void;
  onChange: (value: T) => void;
}

export interface PartProps {
  agentId: string;
  config: AgentConfig;
  draft: Draft;
  /** The fault of a field by its dotted path. */
  errorAt: (path: string) => string | undefined;
  /** Ties a field of a section to the draft. */
  bind: <K extends SectionName, F extends keyof AgentConfig[K] & string>(
    section: K,
    field: F,
  ) => Bound<AgentConfig[K][F]>;
}

export function binder(
  { draft, errorAt }: Pick<PartProps, "draft" | "errorAt">,
): PartProps["bind"] {
  return (section, field) => {
    const value = draft.config.value[section][field];
    const edit = (next: typeof value) => {
      const change: Partial<AgentConfig[typeof section]> = {};
      change[field] = next;
      draft.editIn(section, change);
    };
    return {
      value,
      checked: value,
      error: errorAt(`${section}.${field}`),
      onValue: edit,
      onChange: edit,
    };
  };
}
