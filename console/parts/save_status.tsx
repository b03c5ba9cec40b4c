// How the draft stands: always visible, always true.
import type { SaveState } from "../live/draft.ts";
import { AGENT_TEXTS } from "../texts/agent.ts";
import { timeOfDay } from "../ui/time_words.ts";

const TEXTS = AGENT_TEXTS.save;

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
      return { words: TEXTS.saved(timeOfDay(state.atMs, { seconds: true })), look: "good" };
    case "waiting":
    case "saving":
      return { words: TEXTS.saving, look: "busy" };
    case "invalid":
      return { words: TEXTS.faults(errors), look: "bad" };
    case "not_saved":
      return { words: TEXTS.trying(state.why), look: "bad" };
    case "conflict":
      return { words: TEXTS.conflict, look: "bad" };
  }
}
