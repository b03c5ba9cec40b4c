// Has the built-in caller call the agent in place of the person, for those without a microphone or the time.
import { useState } from "preact/hooks";
import { useStores } from "../../stores.ts";
import { TALK_TEXTS } from "../../texts/talk.ts";
import { PhoneIcon } from "../../ui/icons.tsx";

const TEXTS = TALK_TEXTS.simulated;

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
      return notices.show({ text: TEXTS.failed(result.refusal.message), tone: "act" });
    }
    notices.show({
      text: whom.draft ? TEXTS.callsDraft : TEXTS.callsPublished,
      tone: "plain",
      link: { href: `/calls/${encodeURIComponent(result.value.callId)}`, text: TEXTS.listen },
    });
  }

  return (
    <button type="button" class="button" disabled={placing} onClick={() => void place()}>
      <PhoneIcon />
      {placing ? TEXTS.placing : TEXTS.act}
    </button>
  );
}
