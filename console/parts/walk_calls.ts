// Moves the focus from call to call, cards first, then the table. Knows the page's marks only.

/** `step`: 1 to the next call, -1 to the one before; stays at either end. */
export function walkCalls(step: 1 | -1): void {
  const calls = [...document.querySelectorAll<HTMLElement>("[data-call]")];
  const at = calls.findIndex((call) => call.contains(document.activeElement));
  const next = at === -1
    ? (step === 1 ? 0 : calls.length - 1)
    : Math.min(calls.length - 1, Math.max(0, at + step));
  calls[next]?.querySelector<HTMLElement>("a")?.focus();
}
