// Copies a text and says so. Where the clipboard is refused, it says what to do instead.
import { useStores } from "../stores.ts";
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
      notices.show({ text: `Copied ${what}`, tone: "plain" });
    } catch {
      notices.show({ text: `Could not copy ${what}: select it and copy by hand`, tone: "act" });
    }
  }
  return (
    <button type="button" class={plain ? "button quiet square" : "button"} onClick={copy}>
      <CopyIcon />
      <span class={plain ? "hidden" : ""}>Copy {plain || named ? what : ""}</span>
    </button>
  );
}
