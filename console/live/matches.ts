// A media query as a signal. Knows the window.
import { type ReadonlySignal, signal } from "@preact/signals";

export function matches(query: string): ReadonlySignal<boolean> {
  const list = matchMedia(query);
  const holds = signal(list.matches);
  list.addEventListener("change", () => holds.value = list.matches);
  return holds;
}
