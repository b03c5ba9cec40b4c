// The variables of a call as a flow's author named them: trimmed, case kept, blank ones left out. Pure.

/** Name → value. A blank value is as good as none: Architect sends those of variables that were never set. */
export type CallVariables = ReadonlyMap<string, string>;

/** Of names that differ only in the blanks around them the first counts. */
export function callVariables(variables: Readonly<Record<string, string>>): CallVariables {
  const kept = new Map<string, string>();
  for (const [rawName, value] of Object.entries(variables)) {
    const name = rawName.trim();
    if (name !== "" && value.trim() !== "" && !kept.has(name)) kept.set(name, value);
  }
  return kept;
}
