// Days as fields and addresses write them, "2026-11-21", and the moments at which they begin in this browser. Pure.

export function isDay(text: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && Number.isFinite(midnight(text));
}

/** `after`: days later. Days may have 23 or 25 hours. */
export function midnight(day: string, after = 0): number {
  const [year = 0, month = 1, date = 1] = day.split("-").map(Number);
  return new Date(year, month - 1, date + after).getTime();
}
