// Places a call from the built-in simulator, so that there is something to see without a phone.
import { useState } from "preact/hooks";
import { useStores } from "../stores.ts";
import { SHELL_TEXTS } from "../texts/shell.ts";
import { PhoneIcon } from "../ui/icons.tsx";
import { useMay } from "./may.tsx";

const TEXTS = SHELL_TEXTS.testCall;

export function TestCallButton({ quiet = false }: { quiet?: boolean }) {
  const { api, notices } = useStores();
  const [placing, setPlacing] = useState(false);
  const may = useMay("test");

  async function place(): Promise<void> {
    setPlacing(true);
    const result = await api.placeTestCall();
    setPlacing(false);
    if (!result.ok) {
      return notices.show({ text: TEXTS.failed(result.refusal.message), tone: "act" });
    }
    notices.show({
      text: TEXTS.placed,
      tone: "plain",
      link: { href: `/calls/${encodeURIComponent(result.value.callId)}`, text: TEXTS.listen },
    });
  }

  if (!may) return null;
  return (
    <button
      type="button"
      class={quiet ? "button" : "button primary"}
      disabled={placing}
      onClick={place}
    >
      <PhoneIcon />
      {placing ? TEXTS.placing : TEXTS.act}
    </button>
  );
}
