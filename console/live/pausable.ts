// A view that can be held still while its data goes on arriving (WCAG 2.2.2).
import { computed, type ReadonlySignal } from "@preact/signals";

/** What `source` held when `paused` became true; otherwise what it holds. */
export function pausable<T>(
  source: ReadonlySignal<T>,
  paused: ReadonlySignal<boolean>,
): ReadonlySignal<T> {
  let shown = source.peek();
  return computed(() => {
    if (!paused.value) shown = source.value;
    return shown;
  });
}
