// Making an agent as a copy of another, and taking one away for good.
import { useState } from "preact/hooks";
import { useLocation } from "preact-iso/router";
import type { Agent } from "../../server/contract/agent.ts";
import { LIMITS } from "../../server/contract/agent_limits.ts";
import { useStores } from "../stores.ts";
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
    if (name.trim() === "") return setError("Give the agent a name");
    setBusy(true);
    const result = await api.createAgent(name.trim(), copyOf);
    setBusy(false);
    if (!result.ok) return setError(result.refusal.fields[0]?.message ?? result.refusal.message);
    route(`/agents/${encodeURIComponent(result.value.id)}`);
  }

  return (
    <Dialog title="New agent" onClose={onClose}>
      <form class="dialog-form" onSubmit={create} noValidate>
        <TextField
          label="Name"
          error={error}
          maxLength={LIMITS.nameChars}
          value={name}
          onValue={(value) => {
            setName(value);
            setError(undefined);
          }}
        />
        <SelectField
          label="Begins as a copy of"
          hint="It gets calls once a route leads to it."
          value={copyOf}
          options={agents.map(({ id, published }) => [id, published.config.name] as const)}
          onValue={setCopyOf}
        />
        <div class="dialog-acts">
          <button type="button" class="button" onClick={onClose}>Cancel</button>
          <button type="submit" class="button primary" disabled={busy}>
            {busy ? "Creating…" : "Create it"}
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
    notices.show({ text: `${name} is gone.`, tone: "plain" });
    onDeleted();
  }

  return (
    <Dialog title={`Delete ${name}?`} onClose={onClose}>
      <p>
        Its draft and all its versions go for good. Calls in progress keep it; records of past calls
        stay.
      </p>
      {error && <p class="field-error" role="alert">{error}</p>}
      <div class="dialog-acts">
        <button type="button" class="button" onClick={onClose}>Keep it</button>
        <button type="button" class="button danger" disabled={busy} onClick={remove}>
          {busy ? "Deleting…" : "Delete it"}
        </button>
      </div>
    </Dialog>
  );
}
