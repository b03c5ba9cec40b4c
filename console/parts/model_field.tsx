// The model of an agent: one of the known ones, or any other by its name.
import { useState } from "preact/hooks";
import { MODELS } from "../../server/contract/agent_limits.ts";
import { useStores } from "../stores.ts";
import { Field } from "../ui/field.tsx";
import { dayWords, plural } from "../ui/time_words.ts";

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
        label="Model"
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
              <option key={id} value={id}>{shutdown ? `${id} (until ${shutdown})` : id}</option>
            ))}
            <option value={OTHER}>Another model, by its name…</option>
          </select>
        )}
      </Field>
      {other && (
        <Field label="Name of the model" error={error} hint="As the provider writes it.">
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
      The provider switches this model off on {dayWords(atMs, clock.nowMs.value)}
      {days > 0 ? `, in ${plural(days, "day")}` : ""}. Choose a newer one before that.
    </span>
  );
}
