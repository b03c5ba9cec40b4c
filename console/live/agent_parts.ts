// The parts of an agent's settings, as the editor divides them, and which part a field stands in. Pure.
import type { AgentConfig } from "../../server/contract/agent.ts";
import type { FieldError } from "../api.ts";
import { SETTING_TEXTS as TEXTS } from "../texts/agent_settings.ts";
import { same } from "./same.ts";

export const AGENT_PARTS = [
  {
    id: "words",
    name: TEXTS.parts.words,
    fields: ["name", "prompt", "greeting", "farewell", "variables", "overrides"],
  },
  {
    id: "sound",
    name: TEXTS.parts.sound,
    fields: ["voice", "language", "model", "reasoningEffort", "maxOutputTokens"],
  },
  { id: "turns", name: TEXTS.parts.turns, fields: ["turnTaking", "noInput"] },
  { id: "tools", name: TEXTS.parts.tools, fields: ["tools"] },
  { id: "digits", name: TEXTS.parts.digits, fields: ["digits"] },
  {
    id: "limits",
    name: TEXTS.parts.limits,
    fields: ["maxLength", "repeatGuard", "moderation"],
  },
  { id: "recording", name: TEXTS.parts.recording, fields: ["recording"] },
  { id: "after", name: TEXTS.parts.after, fields: ["summary"] },
  { id: "handover", name: TEXTS.parts.handover, fields: ["handover", "raisedHand"] },
] as const satisfies readonly {
  id: string;
  name: string;
  fields: readonly (keyof AgentConfig)[];
}[];
export type PartId = (typeof AGENT_PARTS)[number]["id"];

/** The part of an address's `part`; the first where it names none. */
export function partOf(id: string | undefined): PartId {
  return AGENT_PARTS.find((part) => part.id === id)?.id ?? "words";
}

/** Where the field of a dotted path is edited. */
export function partOfPath(path: string): PartId {
  const field = path.split(".")[0];
  return AGENT_PARTS.find(({ fields }) => fields.some((name) => name === field))?.id ?? "words";
}

export interface PartState {
  errors: number;
  /** It differs from what answers calls. */
  edited: boolean;
}

export function partStates(
  published: AgentConfig,
  draft: AgentConfig,
  errors: readonly FieldError[],
): Record<PartId, PartState> {
  const states = AGENT_PARTS.map(({ id, fields }) => [id, {
    errors: errors.filter(({ path }) => partOfPath(path) === id).length,
    edited: fields.some((name) => !same(published[name], draft[name])),
  }]);
  return Object.fromEntries(states) as Record<PartId, PartState>;
}
