// How the draft stands: always visible, always true.
import type { SaveState } from "../live/draft.ts";
import { timeOfDay } from "../ui/time_words.ts";

export function SaveStatus({ state, errors }: { state: SaveState; errors: number }) {
  const { words, look } = describe(state, errors);
  return (
    <p class={`save-status ${look}`} role="status">
      <span class="save-dot" aria-hidden="true" />
      {words}
    </p>
  );
}

function describe(state: SaveState, errors: number): { words: string; look: string } {
  switch (state.kind) {
    case "saved":
      return { words: `Draft saved ${timeOfDay(state.atMs, { seconds: true })}`, look: "good" };
    case "waiting":
    case "saving":
      return { words: "Saving…", look: "busy" };
    case "invalid":
      return {
        words: `Not saved: ${errors === 1 ? "a field needs" : `${errors} fields need`} a look`,
        look: "bad",
      };
    case "not_saved":
      return { words: `Not saved, trying again. ${state.why}`, look: "bad" };
    case "conflict":
      return { words: "Not saved: somebody else has edited too", look: "bad" };
  }
}
