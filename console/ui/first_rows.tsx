// The first rows of a list that may be of any length, and a button for more of them.
import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import { UI_TEXTS as TEXTS } from "../texts/ui.ts";

const PAGE = 1000;

/** `more` stands after the list; null where all of it is shown. */
export function useFirstRows<T>(rows: readonly T[]): {
  shown: readonly T[];
  more: ComponentChildren;
} {
  const [most, setMost] = useState(PAGE);
  if (rows.length <= most) return { shown: rows, more: null };
  return {
    shown: rows.slice(0, most),
    more: (
      <button type="button" class="button more-rows" onClick={() => setMost(most + PAGE)}>
        {TEXTS.moreRows({ next: Math.min(PAGE, rows.length - most), left: rows.length - most })}
      </button>
    ),
  };
}
