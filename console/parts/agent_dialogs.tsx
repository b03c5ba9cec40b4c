// Making an agent as a copy of another, and taking one away for good.
import { useState } from "preact/hooks";
import { useLocation } from "preact-iso/router";
import type { Agent } from "../../server/contract/agent.ts";
import { LIMITS } from "../../server/contract/agent_limits.ts";
import { useStores } from "../stores.ts";
import { AGENTS_TEXTS as TEXTS } from "../texts/agents.ts";
import { Dialog } from "../ui/dialog.tsx";
import { SelectField, TextField } from "../ui/text_field.tsx";

interface NewAgentProps {
  agents: readonly Agent[];
  defaultAgentId: string;
  onClose: () => void;
}

export function NewAgentDialog({ agents, defaultAgentId, onClose }: NewAgentProps) {
  const { api } = useStores();
  const { route } = useLocation();
  const [name, setName] = useState("");
  const [copyOf, setCopyOf] = useState(defaultAgentId);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string>();

  async function create(event: Event): Promise<void> {
    event.preventDefault();
    if (name.trim() === "") return setError(TEXTS.create.noName);
    setBusy(true);
    const result = await api.createAgent(name.trim(), copyOf);
    setBusy(false);
    if (!result.ok) return setError(result.refusal.fields[0]?.message ?? result.refusal.message);
    route(`/agents/${encodeURIComponent(result.value.id)}`);
  }

  return (
    <Dialog title={TEXTS.create.title} onClose={onClose}>
      <form class="dialog-form" onSubmit={create} noValidate>
        <TextField
          label={TEXTS.create.name}
          error={error}
          maxLength={LIMITS.nameChars}
          value={name}
          onValue={(value) => {
            setName(value);
            setError(undefined);
          }}
        />
        <SelectField
          label={TEXTS.create.copyOf}
          hint={TEXTS.create.copyOfHint}
          value={copyOf}
          options={agents.map(({ id, published }) => [id, published.config.name] as const)}
          onValue={setCopyOf}
        />
        <div class="dialog-acts">
          <button type="button" class="button" onClick={onClose}>{TEXTS.create.cancel}</button>
          <button type="submit" class="button primary" disabled={busy}>
            {busy ? TEXTS.create.busy : TEXTS.create.act}
          </button>
        </div>
      </form>
    </Dialog>
  );
}

interface DeleteAgentProps {
  agent: Agent;
  onDeleted: () => void;
  onClose: () => void;
}

export function DeleteAgentDialog({ agent, onDeleted, onClose }: DeleteAgentProps) {
  const { api, notices } = useStores();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState("");
  const { name } = agent.published.config;

  async function remove(): Promise<void> {
    setBusy(true);
    const result = await api.deleteAgent(agent.id);
    setBusy(false);
    if (!result.ok) return setError(result.refusal.message);
    notices.show({ text: TEXTS.remove.done(name), tone: "plain" });
    onDeleted();
  }

  return (
    <Dialog title={TEXTS.remove.title(name)} onClose={onClose}>
      <p>
        {TEXTS.remove.words}
      </p>
      {error && <p class="field-error" role="alert">{error}</p>}
      <div class="dialog-acts">
        <button type="button" class="button" onClick={onClose}>{TEXTS.remove.keep}</button>
        <button type="button" class="button danger" disabled={busy} onClick={remove}>
          {busy ? TEXTS.remove.busy : TEXTS.remove.act}
        </button>
      </div>
    </Dialog>
  );
}
