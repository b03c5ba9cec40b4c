// Lets a screen answer to shortcuts while it is shown. The keys themselves are in live/keys.ts.
import { useEffect } from "preact/hooks";
import type { Act } from "../live/keys.ts";

type Acts = Partial<Record<Act, () => void>>;
const shown = new Set<Acts>();

/** Registers what this screen does for an act; forgotten when it leaves. */
export function useActs(acts: Acts): void {
  useEffect(() => {
    shown.add(acts);
    return () => {
      shown.delete(acts);
    };
  }, []);
}

/** The acts that somebody shown now answers to. */
export function answered(): ReadonlySet<Act> {
  return new Set([...shown].flatMap((acts) => Object.keys(acts) as Act[]));
}

/** True where somebody answered. */
export function perform(act: Act): boolean {
  let done = false;
  for (const acts of shown) {
    const fn = acts[act];
    if (fn) {
      fn();
      done = true;
    }
  }
  return done;
}
