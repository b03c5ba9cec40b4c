// What a section asks the server for when it is opened, and again after an act.
import { useEffect, useState } from "preact/hooks";
import type { Result } from "../../api.ts";

export interface Fetched<T> {
  /** Null: not there yet, or not to be had. What was there stays while it is asked for again. */
  value: T | null;
  /** Why it could not be fetched; "": nothing failed. */
  why: string;
  again(): Promise<void>;
  set(value: T): void;
}

/** `about`: asked again when it changes. */
export function useFetched<T>(ask: () => Promise<Result<T>>, about = ""): Fetched<T> {
  const [held, setHeld] = useState<{ about: string; value: T | null; why: string }>({
    about,
    value: null,
    why: "",
  });

  async function again(): Promise<void> {
    const result = await ask();
    setHeld((now) => ({
      about,
      value: result.ok ? result.value : now.about === about ? now.value : null,
      why: result.ok ? "" : result.refusal.message,
    }));
  }

  useEffect(() => {
    let left = false;
    void ask().then((result) => {
      if (left) return;
      setHeld({
        about,
        value: result.ok ? result.value : null,
        why: result.ok ? "" : result.refusal.message,
      });
    });
    return () => void (left = true);
  }, [about]);

  const current = held.about === about;
  return {
    value: current ? held.value : null,
    why: current ? held.why : "",
    again,
    set: (value) => setHeld({ about, value, why: "" }),
  };
}
