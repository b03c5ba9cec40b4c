// Runs a tool for real, with arguments typed here, and shows what the model would be told.
import { useEffect, useRef, useState } from "preact/hooks";
import type { TriedTool, TryTool } from "../../../server/contract/toolbox.ts";
import { laidOut } from "../../live/event_texts.ts";
import { useStores } from "../../stores.ts";
import { AGENT_TOOLS_TEXTS } from "../../texts/agent_tools.ts";
import { placed } from "../../ui/placed.tsx";
import { TextField } from "../../ui/text_field.tsx";
import { latencyWords } from "../../ui/time_words.ts";

const TEXTS = AGENT_TOOLS_TEXTS.tryIt;

interface TryItProps {
  /** Arguments to begin with. */
  example: string;
  /** What to ask the server for; null where the tool is not sound yet. */
  request: (args: string) => TryTool | null;
}

type Outcome = { kind: "running" } | { kind: "tried"; tried: TriedTool } | {
  kind: "refused";
  why: string;
};

export function TryIt({ example, request }: TryItProps) {
  const { api } = useStores();
  const [typed, setTyped] = useState<string | null>(null);
  const [outcome, setOutcome] = useState<Outcome | null>(null);
  // Until somebody has typed, the arguments follow the schema.
  const args = typed ?? example;

  async function run(): Promise<void> {
    const asked = request(args);
    if (!asked) {
      return setOutcome({ kind: "refused", why: TEXTS.unsound });
    }
    setOutcome({ kind: "running" });
    const result = await api.tryTool(asked);
    if (result.ok) return setOutcome({ kind: "tried", tried: result.value });
    const [field] = result.refusal.fields;
    setOutcome({
      kind: "refused",
      why: field ? `${field.path} ${field.message}` : result.refusal.message,
    });
  }

  return (
    <section class="try-it" aria-label={TEXTS.title}>
      <h3>{TEXTS.title}</h3>
      <p class="field-hint">{TEXTS.hint}</p>
      <TextField code label={TEXTS.args} rows={3} value={args} onValue={setTyped} />
      <button
        type="button"
        class="button start"
        disabled={outcome?.kind === "running"}
        onClick={run}
      >
        {outcome?.kind === "running" ? TEXTS.running : TEXTS.run}
      </button>
      <div role="status">
        {outcome?.kind === "tried" && <Tried tried={outcome.tried} />}
        {outcome?.kind === "refused" && <p class="field-error">{outcome.why}</p>}
      </div>
    </section>
  );
}

function Tried({ tried }: { tried: TriedTool }) {
  const element = useRef<HTMLDivElement>(null);
  useEffect(() => element.current?.scrollIntoView({ block: "nearest" }), [tried]);
  return (
    <div class="tried" ref={element}>
      <p>
        {placed(TEXTS.outcome, {
          outcome: tried.ok
            ? <strong class="ok">{TEXTS.answered}</strong>
            : <strong class="bad-words">{TEXTS.failed}</strong>,
          time: latencyWords(tried.tookMs),
          told: <span class="muted">{TEXTS.told}</span>,
        })}
      </p>
      <pre class="raw wrap" tabIndex={0}>{laidOut(tried.output)}</pre>
    </div>
  );
}
