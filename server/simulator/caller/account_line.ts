// One line of a call's running account, for people: when, who, what. Pure.

/** @param atMs since the call was dialled */
export function accountLine(atMs: number, who: string, line: string): string {
  return `${(atMs / 1000).toFixed(1).padStart(6)} s  ${who.padEnd(6)}  ${line}`;
}
