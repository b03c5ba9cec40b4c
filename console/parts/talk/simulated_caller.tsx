// Has the built-in caller call the agent in place of the person, for those without a microphone or the time.
import { useState } from "preact/hooks";
import { useStores } from "../../stores.ts";
import { PhoneIcon } from "../../ui/icons.tsx";

interface SimulatedCallerProps {
  whom: { agentId: string; draft: boolean };
  /** Why the draft is not saved, in words, or "". */
  saveDraft: () => Promise<string>;
}

export function SimulatedCaller({ whom, saveDraft }: SimulatedCallerProps) {
  const { api, notices } = useStores();
  const [placing, setPlacing] = useState(false);

  async function place(): Promise<void> {
    setPlacing(true);
    const unsaved = whom.draft ? await saveDraft() : "";
    const result = unsaved === "" ? await api.placeTestCall(whom) : null;
    setPlacing(false);
    if (!result) return notices.show({ text: unsaved, tone: "act" });
    if (!result.ok) {
      return notices.show({ text: `No test call: ${result.refusal.message}`, tone: "act" });
    }
    notices.show({
      text: `A simulated caller calls ${whom.draft ? "the draft" : "the published version"}.`,
      tone: "plain",
      link: { href: `/calls/${encodeURIComponent(result.value.callId)}`, text: "Listen along" },
    });
  }

  return (
    <button type="button" class="button" disabled={placing} onClick={() => void place()}>
      <PhoneIcon />
      {placing ? "Placing…" : "Simulated caller"}
    </button>
  );
}
