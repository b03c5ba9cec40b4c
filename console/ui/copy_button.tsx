// Copies a text and says so. Where the clipboard is refused, it says what to do instead.
import { useStores } from "../stores.ts";
import { UI_TEXTS } from "../texts/ui.ts";
import { CopyIcon } from "./icons.tsx";

export function CopyButton(
  { text, what, plain = false, named = false }: {
    /** Or what makes it, where that is long. */
    text: string | (() => string);
    what: string;
    plain?: boolean;
    /** Says what is copied for everybody to see. */
    named?: boolean;
  },
) {
  const { notices } = useStores();
  async function copy(): Promise<void> {
    try {
      await navigator.clipboard.writeText(typeof text === "string" ? text : text());
      notices.show({ text: UI_TEXTS.copied(what), tone: "plain" });
    } catch {
      notices.show({ text: UI_TEXTS.notCopied(what), tone: "act" });
    }
  }
  return (
    <button type="button" class={plain ? "button quiet square" : "button"} onClick={copy}>
      <CopyIcon />
      <span class={plain ? "hidden" : ""}>
        {plain || named ? UI_TEXTS.copyWhat(what) : UI_TEXTS.copy}
      </span>
    </button>
  );
}
