// Copies a text and says so. Where the clipboard is refused, it says what to do instead.
import { useStores } from "../stores.ts";
import { CopyIcon } from "./icons.tsx";

export function CopyButton(
  { text, what, plain = false }: { text: string; what: string; plain?: boolean },
) {
  const { notices } = useStores();
  async function copy(): Promise<void> {
    try {
      await navigator.clipboard.writeText(text);
      notices.show({ text: `Copied ${what}`, tone: "plain" });
    } catch {
      notices.show({ text: `Could not copy ${what}: select it and copy by hand`, tone: "act" });
    }
  }
  return (
    <button type="button" class={plain ? "button quiet square" : "button"} onClick={copy}>
      <CopyIcon />
      <span class={plain ? "hidden" : ""}>Copy {plain ? what : ""}</span>
    </button>
  );
}
