// The last look before callers hear a change: what changes, for whom, and why, in one line.
import { useState } from "preact/hooks";
import type { AgentConfig } from "../../server/contract/agent.ts";
import { LIMITS } from "../../server/contract/agent_limits.ts";
import type { Refusal } from "../api.ts";
import { versionWords } from "../live/test_talk_words.ts";
import { useStores } from "../stores.ts";
import { AGENT_TEXTS } from "../texts/agent.ts";
import { Dialog } from "../ui/dialog.tsx";
import { Field } from "../ui/field.tsx";
import { ConfigDiff } from "./diff_view.tsx";

const TEXTS = AGENT_TEXTS.publish;

interface PublishProps {
  title: string;
  /** What the button says; it names the version that will answer. */
  act: string;
  agentId: string;
  before: AgentConfig;
  after: AgentConfig;
  liveVersion: number;
  nextVersion: number;
  /** False where the act keeps no reason of its own. */
  wantsNote: boolean;
  onAct: (note: string) => Promise<Refusal | null>;
  onClose: () => void;
}

export function PublishDialog(props: PublishProps) {
  const { floor, notices } = useStores();
  const [note, setNote] = useState("");
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string>();
  const calls = floor.live.value.filter(({ call }) => call.agent.id === props.agentId).length;

  async function act(event: Event): Promise<void> {
    event.preventDefault();
    if (props.wantsNote && note.trim() === "") return setError(TEXTS.noWhy);
    setBusy(true);
    const refusal = await props.onAct(note.trim());
    setBusy(false);
    if (refusal) return setError(refusal.message);
    notices.show({ text: TEXTS.done(versionWords(props.nextVersion)), tone: "plain" });
    props.onClose();
  }

  return (
    <Dialog title={props.title} wide onClose={props.onClose}>
      <form class="publish" onSubmit={act} noValidate>
        <p class="lede">
          {TEXTS.from(versionWords(props.nextVersion))}{" "}
          {calls > 0 ? TEXTS.keep(calls, versionWords(props.liveVersion)) : TEXTS.keepNone}
        </p>
        <ConfigDiff before={props.before} after={props.after} />
        {props.wantsNote
          ? (
            <Field label={TEXTS.why} error={error} hint={TEXTS.whyHint}>
              {(ids) => (
                <input
                  {...ids}
                  class="input"
                  maxLength={LIMITS.noteChars}
                  required
                  autocomplete="off"
                  value={note}
                  onInput={(event) => {
                    setNote(event.currentTarget.value);
                    setError(undefined);
                  }}
                />
              )}
            </Field>
          )
          : error && <p class="field-error" role="alert">{error}</p>}
        <div class="dialog-acts">
          <button type="button" class="button" onClick={props.onClose}>{TEXTS.cancel}</button>
          <button type="submit" class="button primary" disabled={busy}>
            {busy ? TEXTS.busy : props.act}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
