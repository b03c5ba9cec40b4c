// The arguments of a tool as a model writes them: JSON, which should be an object. Knows no tool.

/** None at all are an empty object; null: they are not a JSON object. */
export function argsObject(args: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(args === "" ? "{}" : args);
    return typeof value === "object" && value !== null && !Array.isArray(value)
      ? value as Record<string, unknown>
      : null;
  } catch {
    return null;
  }
}
