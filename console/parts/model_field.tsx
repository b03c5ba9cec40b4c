// The model of an agent: one of the known ones, or any other by its name.
import { useState } from "preact/hooks";
import { MODELS } from "../../server/contract/agent_limits.ts";
import { useStores } from "../stores.ts";
import { AGENT_SOUND_TEXTS as TEXTS } from "../texts/agent_sound.ts";
import { Field } from "../ui/field.tsx";
import { dayWords } from "../ui/time_words.ts";

const OTHER = "other…";
const DAY_MS = 86_400_000;

/** Whether the reasoning setting matters; of an unknown model we assume so. */
export function reasons(model: string): boolean {
  return MODELS.find(({ id }) => id === model)?.reasoning ?? true;
}

interface ModelFieldProps {
  value: string;
  error: string | undefined;
  onValue: (model: string) => void;
}

export function ModelField({ value, error, onValue }: ModelFieldProps) {
  const known = MODELS.some(({ id }) => id === value);
  const [other, setOther] = useState(!known);
  return (
    <>
      <Field
        label={TEXTS.model}
        error={other ? undefined : error}
        hint={<Shutdown model={value} />}
      >
        {(ids) => (
          <select
            {...ids}
            class="input"
            value={other ? OTHER : value}
            onChange={(event) => {
              const chosen = event.currentTarget.value;
              setOther(chosen === OTHER);
              if (chosen !== OTHER) onValue(chosen);
            }}
          >
            {MODELS.map(({ id, shutdown }) => (
              <option key={id} value={id}>{shutdown ? TEXTS.modelUntil(id, shutdown) : id}</option>
            ))}
            <option value={OTHER}>{TEXTS.modelOther}</option>
          </select>
        )}
      </Field>
      {other && (
        <Field label={TEXTS.modelName} error={error} hint={TEXTS.modelNameHint}>
          {(ids) => (
            <input
              {...ids}
              class="input"
              spellcheck={false}
              autocapitalize="off"
              value={value}
              onInput={(event) => onValue(event.currentTarget.value.trim())}
            />
          )}
        </Field>
      )}
    </>
  );
}

function Shutdown({ model }: { model: string }) {
  const { clock } = useStores();
  const shutdown = MODELS.find(({ id }) => id === model)?.shutdown;
  if (!shutdown) return null;
  const atMs = Date.parse(`${shutdown}T12:00:00Z`);
  const days = Math.ceil((atMs - clock.nowMs.value) / DAY_MS);
  return (
    <span class="warn">
      {TEXTS.shutdown(dayWords(atMs, clock.nowMs.value), days)}
    </span>
  );
}
