// The places in the prompt that a call's variables fill, and what stands in where a call brings none.
import { LIMITS } from "../../../server/contract/agent_limits.ts";
import { unlistedNames } from "../../live/prompt_names.ts";
import { AddButton, ItemRows } from "../../ui/item_rows.tsx";
import { TextField } from "../../ui/text_field.tsx";
import { plural } from "../../ui/time_words.ts";
import type { PartProps } from "./part_props.ts";

export function VariableFields({ config, draft, errorAt }: PartProps) {
  const { variables } = config;
  const unlisted = unlistedNames(config);
  const full = variables.length >= LIMITS.variables;

  function add(names: readonly string[]): void {
    const more = names.map((name) => ({ name, fallback: "" }));
    draft.edit({ variables: [...variables, ...more].slice(0, LIMITS.variables) });
  }

  return (
    <section class="form-section">
      <h2>Variables in the prompt</h2>
      <p class="field-hint">
        {"{{customer.name}}"} in the prompt becomes what the call brings, else the fallback.{" "}
        [AGENT_NAME] and [COMPANY_NAME] work without being listed.
      </p>
      {unlisted.length > 0 && (
        <div class="offer">
          <p>
            The prompt uses {plural(unlisted.length, "name")} that{" "}
            {unlisted.length === 1 ? "is" : "are"} not listed: {unlisted.map((name, index) => (
              <>
                {index > 0 && ", "}
                <code>{name}</code>
              </>
            ))}.
          </p>
          <AddButton disabled={full} onAdd={() => add(unlisted)}>
            {unlisted.length === 1 ? "Add it" : "Add them"}
          </AddButton>
        </div>
      )}
      <ItemRows
        items={variables}
        onItems={(items) => draft.edit({ variables: items })}
        add="Add a variable"
        fresh={() => full ? null : { name: freshName(variables), fallback: "" }}
        what={({ name }) => `variable ${name}`}
        row={({ name, fallback }, set, index) => (
          <>
            <TextField
              code
              label="Variable"
              error={errorAt(`variables.${index}.name`)}
              value={name}
              onValue={(value) => set({ name: value.trim() })}
            />
            <TextField
              label="Fallback"
              error={errorAt(`variables.${index}.fallback`)}
              value={fallback}
              onValue={(value) => set({ fallback: value })}
            />
          </>
        )}
      />
    </section>
  );
}

function freshName(variables: readonly { name: string }[]): string {
  for (let n = variables.length + 1;; n++) {
    if (!variables.some(({ name }) => name === `variable_${n}`)) return `variable_${n}`;
  }
}
