// Places a call from the built-in simulator, so that there is something to see without a phone.
import { useState } from "preact/hooks";
import { useStores } from "../stores.ts";
import { PhoneIcon } from "../ui/icons.tsx";

export function TestCallButton({ quiet = false }: { quiet?: boolean }) {
  const { api, notices } = useStores();
  const [placing, setPlacing] = useState(false);

  async function place(): Promise<void> {
    setPlacing(true);
    const result = await api.placeTestCall();
    setPlacing(false);
    if (!result.ok) {
      return notices.show({ text: `No test call: ${result.refusal.message}`, tone: "act" });
    }
    notices.show({
      text: "A test call is on its way.",
      tone: "plain",
      link: { href: `/calls/${encodeURIComponent(result.value.callId)}`, text: "Listen along" },
    });
  }

  return (
    <button
      type="button"
      class={quiet ? "button" : "button primary"}
      disabled={placing}
      onClick={place}
    >
      <PhoneIcon />
      {placing ? "Placing…" : "Place a test call"}
    </button>
  );
}
