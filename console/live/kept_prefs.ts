// Where the choices of this browser lie, and what lies there: read once before anything else, for the language. Imports
// nothing.

export const PREFS_KEY = "hookline.prefs";

/** Whatever was kept; spoiled or refused: nothing. */
export function keptPrefs(storage: () => Pick<Storage, "getItem">): Record<string, unknown> {
  try {
    const kept: unknown = JSON.parse(storage().getItem(PREFS_KEY) ?? "{}");
    return typeof kept === "object" && kept !== null ? kept as Record<string, unknown> : {};
  } catch {
    return {};
  }
}
