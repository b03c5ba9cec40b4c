// What a supervisor can do with a call, by what its phone system can. Knows no protocol.
import { CALL_ABILITIES, type CallAbility } from "../contract/command_kinds.ts";
import type { Channel, PhoneTool } from "../telephony/channel.ts";

/** How a phone system puts a caller through. */
export interface HandsOver {
  /** By one of its tools; null: it has none for that, or not yet. */
  tool: {
    name: string;
    targetArgument: string;
    /** null: it takes no reason. */
    reasonArgument: string | null;
    needsTarget: boolean;
    /** All it takes; null: it finds out itself. */
    targets: readonly string[] | null;
  } | null;
  /** By how the call ends. */
  byEnding: boolean;
}

type Phone = Pick<Channel, "tools" | "handsOver">;

export function handsOver({ tools = [], handsOver = false }: Phone): HandsOver {
  const found = tools.find((tool) => tool.then === "handed_over" && tool.targetArgument);
  return { tool: found ? wayOf(found) : null, byEnding: handsOver };
}

export function abilitiesOf(phone: Phone): CallAbility[] {
  const { tool, byEnding } = handsOver(phone);
  return CALL_ABILITIES.filter((ability) => ability !== "transfer" || tool !== null || byEnding);
}

interface Schema {
  required?: unknown;
  properties?: Readonly<Record<string, { enum?: unknown }>>;
}

function wayOf({ name, targetArgument = "", reasonArgument, parameters }: PhoneTool) {
  const { required, properties } = parameters as Schema;
  const known = properties?.[targetArgument]?.enum;
  return {
    name,
    targetArgument,
    reasonArgument: reasonArgument ?? null,
    needsTarget: Array.isArray(required) && required.includes(targetArgument),
    targets: Array.isArray(known) ? known.filter((one) => typeof one === "string") : null,
  };
}
