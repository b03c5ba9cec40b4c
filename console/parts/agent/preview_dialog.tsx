// What the model would be told: the prompt with a past call's variables, or with values typed here.
import { useEffect, useState } from "preact/hooks";
import type { AgentConfig } from "../../../server/contract/agent.ts";
import type { CallSummary } from "../../../server/contract/call.ts";
import type { Preview } from "../../../server/contract/toolbox.ts";
import { callFacts, SOURCE_WORDS } from "../../live/call_facts.ts";
import { betweenPeople } from "../../live/speakers.ts";
import { namesIn } from "../../live/prompt_names.ts";
import { useStores } from "../../stores.ts";
import { AGENT_WORDS_TEXTS } from "../../texts/agent_words.ts";
import { Dialog } from "../../ui/dialog.tsx";
import { ItemRows } from "../../ui/item_rows.tsx";
import { SelectField, TextField } from "../../ui/text_field.tsx";
import { agoWords } from "../../ui/time_words.ts";
import { maskedPhone } from "../phone_words.ts";

const TEXTS = AGENT_WORDS_TEXTS.previewed;

interface PreviewDialogProps {
  agentId: string;
  config: AgentConfig;
  onClose: () => void;
}

interface Given {
  name: string;
  value: string;
}
type Shown = { kind: "asking" } | { kind: "preview"; preview: Preview } | {
  kind: "refused";
  why: string;
};

const PAST_CALLS = 50;
const ASK_AFTER_MS = 400;

export function PreviewDialog({ config, agentId, onClose }: PreviewDialogProps) {
  const { api, timers } = useStores();
  const [pairs, setPairs] = useState<readonly Given[]>(() => {
    const listed = config.variables.map(({ name }) => name);
    return [...new Set([...listed, ...namesIn(config.prompt)])].map((name) => ({
      name,
      value: "",
    }));
  });
  const [shown, setShown] = useState<Shown>({ kind: "asking" });

  useEffect(() => {
    let gone = false;
    const cancel = timers.after(ASK_AFTER_MS, async () => {
      // An empty value is asked as none, so that the fallback shows.
      const given = pairs.filter(({ name, value }) => name.trim() !== "" && value !== "");
      const variables = Object.fromEntries(given.map(({ name, value }) => [name, value]));
      const result = await api.preview({ config, variables });
      if (gone) return;
      setShown(
        result.ok
          ? { kind: "preview", preview: result.value }
          : { kind: "refused", why: refusalWords(result.refusal) },
      );
    });
    return () => {
      gone = true;
      cancel();
    };
  }, [pairs]);

  return (
    <Dialog title={TEXTS.title} wide onClose={onClose}>
      <PastCall agentId={agentId} onVariables={setPairs} />
      <fieldset class="group">
        <legend class="field-label">{TEXTS.variables}</legend>
        <ItemRows
          items={pairs}
          onItems={setPairs}
          add={TEXTS.add}
          fresh={() => ({ name: "", value: "" })}
          what={({ name }) => TEXTS.which(name)}
          row={({ name, value }, set) => (
            <>
              <TextField
                code
                label={TEXTS.name}
                value={name}
                onValue={(text) => set({ name: text })}
              />
              <TextField
                label={TEXTS.value}
                value={value}
                onValue={(text) => set({ value: text })}
              />
            </>
          )}
        />
      </fieldset>
      <Outcome shown={shown} />
    </Dialog>
  );
}

function Outcome({ shown }: { shown: Shown }) {
  if (shown.kind === "asking") return <p class="muted" role="status">{TEXTS.asking}</p>;
  if (shown.kind === "refused") return <p class="field-error" role="alert">{shown.why}</p>;
  const { instructions, instructionsFrom, notes } = shown.preview;
  return (
    <div class="preview">
      <p>
        <span class="muted">{TEXTS.from}</span>{" "}
        <strong>{SOURCE_WORDS[instructionsFrom] ?? instructionsFrom}</strong>
      </p>
      {notes.length > 0 && (
        <ul class="notes">
          {notes.map(({ code, detail }, index) => (
            <li key={index}>
              <strong>{code.replaceAll("_", " ")}:</strong> {detail}
            </li>
          ))}
        </ul>
      )}
      <pre class="raw wrap instructions" tabIndex={0} role="region" aria-label={TEXTS.instructions}>
        {instructions}
      </pre>
    </div>
  );
}

/** The calls that came last; their variables are fetched when one is chosen. */
function PastCall(
  { agentId, onVariables }: { agentId: string; onVariables: (pairs: readonly Given[]) => void },
) {
  const { api, clock } = useStores();
  const [calls, setCalls] = useState<readonly CallSummary[]>([]);
  const [chosen, setChosen] = useState("");
  const [told, setTold] = useState("");
  useEffect(() => {
    let gone = false;
    void api.calls({ limit: PAST_CALLS }).then((result) => {
      if (!gone && result.ok) setCalls(result.value.filter((call) => !betweenPeople(call)));
    });
    return () => {
      gone = true;
    };
  }, []);

  async function choose(callId: string): Promise<void> {
    setChosen(callId);
    setTold("");
    if (callId === "") return;
    const result = await api.call(callId);
    if (!result.ok) return setTold(result.refusal.message);
    const { variables } = callFacts(result.value.events);
    if (variables.length === 0) return setTold(TEXTS.noVariables);
    onVariables(variables.map(([name, value]) => ({ name, value })));
    setTold(TEXTS.masked);
  }

  return (
    <SelectField
      label={TEXTS.pastCall}
      hint={<span role="status">{told}</span>}
      value={chosen}
      options={[
        ["", calls.length === 0 ? TEXTS.noCall : TEXTS.chooseCall],
        ...byAgent(calls, agentId).map((call) =>
          [
            call.callId,
            `${agoWords(call.startedAtMs, clock.nowMs.peek())} · ${
              phoneText(call.caller)
            } · ${call.agent.name}`,
          ] as const
        ),
      ]}
      onValue={(callId) => void choose(callId)}
    />
  );
}

function phoneText(address: string): string {
  const { mask, tail } = maskedPhone(address);
  return `${mask}${tail}`;
}

/** This agent's calls before the others. */
function byAgent(calls: readonly CallSummary[], agentId: string): CallSummary[] {
  const ours = (call: CallSummary) => call.agent.id === agentId;
  return [...calls.filter(ours), ...calls.filter((call) => !ours(call))];
}

function refusalWords(
  { message, fields }: { message: string; fields: readonly { path: string; message: string }[] },
): string {
  const [field] = fields;
  return field ? `${message} (${field.path} ${field.message})` : message;
}
