// Answers which agent would take a call, by the routes that are in force.
import { useState } from "preact/hooks";
import type { RouteDecision } from "../../server/contract/route.ts";
import { versionWords } from "../live/test_talk_words.ts";
import { useStores } from "../stores.ts";
import { ROUTES_TEXTS } from "../texts/routes.ts";
import { TextField } from "../ui/text_field.tsx";
import { EXAMPLES } from "./route_item.tsx";

const TEXTS = ROUTES_TEXTS.tester;

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
      <h2 id="tester-title">{TEXTS.title}</h2>
      <form class="dialog-form" onSubmit={ask} noValidate>
        <TextField
          code
          label={TEXTS.called}
          placeholder="+49 30 1234567"
          value={called}
          onValue={setCalled}
        />
        <TextField
          code
          label={TEXTS.address}
          placeholder={EXAMPLES.path}
          value={address}
          onValue={setAddress}
        />
        <div class="tester-pair">
          <TextField code label={TEXTS.variable} value={name} onValue={setName} />
          <TextField code label={TEXTS.value} value={value} onValue={setValue} />
        </div>
        <button type="submit" class="button start" disabled={answer?.kind === "asking"}>
          {answer?.kind === "asking" ? TEXTS.asking : TEXTS.ask}
        </button>
      </form>
      <div role="status">
        {answer?.kind === "taken" && <Taken decision={answer.decision} />}
        {answer?.kind === "refused" && <p class="field-error">{answer.why}</p>}
      </div>
      {unsaved && <p class="field-hint warn">{TEXTS.unsaved}</p>}
    </section>
  );
}

function Taken({ decision }: { decision: RouteDecision }) {
  return (
    <div class="taken">
      <p>
        <a href={`/agents/${encodeURIComponent(decision.agentId)}`}>{decision.agentName}</a>{" "}
        <span class="figures">{versionWords(decision.version)}</span>
      </p>
      <p class="muted">{decision.because}</p>
    </div>
  );
}
