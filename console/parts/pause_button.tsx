// Holds the view still; data keeps arriving (WCAG 2.2.2).
import { useStores } from "../stores.ts";
import { SHELL_TEXTS } from "../texts/shell.ts";
import { PauseIcon, PlayIcon } from "../ui/icons.tsx";

export function PauseButton() {
  const { paused } = useStores();
  return (
    <button
      type="button"
      class={paused.value ? "button held" : "button quiet"}
      aria-pressed={paused.value}
      aria-keyshortcuts="p"
      onClick={() => paused.value = !paused.value}
    >
      {paused.value ? <PlayIcon /> : <PauseIcon />}
      {paused.value ? SHELL_TEXTS.paused : SHELL_TEXTS.pause}
    </button>
  );
}
