// Answers which agent would take a call, by the routes that are in force.
import { useState } from "preact/hooks";
import type { RouteDecision } from "../../server/contract/route.ts";
import { useStores } from "../stores.ts";
import { TextField } from "../ui/text_field.tsx";

type Answer = { kind: "asking" } | { kind: "taken"; decision: RouteDecision } | {
  kind: "refused";
  why: string;
};

export function RouteTester({ unsaved }: { unsaved: boolean }) {
  const { api } = useStores();
  const [called, setCalled] = useState("");
  const [address, setAddress] = useState("");
  const [name, setName] = useState("");
  const [value, setValue] = useState("");
  const [answer, setAnswer] = useState<Answer | null>(null);

  async function ask(event: Event): Promise<void> {
    event.preventDefault();
    setAnswer({ kind: "asking" });
    const variables = name.trim() === "" ? {} : { [name.trim()]: value };
    const result = await api.testRoute({
      called: called.trim(),
      address: address.trim(),
      variables,
    });
    setAnswer(
      result.ok
        ? { kind: "taken", decision: result.value }
        : { kind: "refused", why: result.refusal.message },
    );
  }

  return (
    <section class="panel route-tester" aria-labelledby="tester-title">
      <h2 id="tester-title">Which agent would take this call?</h2>
      <form class="dialog-form" onSubmit={ask} noValidate>
        <TextField
          code
          label="Dialled number"
          placeholder="+49 30 1234567"
          value={called}
          onValue={setCalled}
        />
        <TextField
          code
          label="Dialled address"
          placeholder="/audiohook/night"
          value={address}
          onValue={setAddress}
        />
        <div class="tester-pair">
          <TextField code label="With variable" value={name} onValue={setName} />
          <TextField code label="Of value" value={value} onValue={setValue} />
        </div>
        <button type="submit" class="button start" disabled={answer?.kind === "asking"}>
          {answer?.kind === "asking" ? "Asking…" : "Ask"}
        </button>
      </form>
      <div role="status">
        {answer?.kind === "taken" && <Taken decision={answer.decision} />}
        {answer?.kind === "refused" && <p class="field-error">{answer.why}</p>}
      </div>
      {unsaved && (
        <p class="field-hint warn">The answer follows the saved routes, not your edits.</p>
      )}
    </section>
  );
}

function Taken({ decision }: { decision: RouteDecision }) {
  return (
    <div class="taken">
      <p>
        <a href={`/agents/${encodeURIComponent(decision.agentId)}`}>{decision.agentName}</a>{" "}
        <span class="figures">v{decision.version}</span>
      </p>
      <p class="muted">{decision.because}</p>
    </div>
  );
}
