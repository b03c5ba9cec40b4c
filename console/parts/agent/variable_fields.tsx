// The places in the prompt that a call's variables fill, and what stands in where a call brings none.
import { LIMITS } from "../../../server/contract/agent_limits.ts";
import { unlistedNames } from "../../live/prompt_names.ts";
import { AGENT_WORDS_TEXTS } from "../../texts/agent_words.ts";
import { AddButton, ItemRows } from "../../ui/item_rows.tsx";
import { placed } from "../../ui/placed.tsx";
import { TextField } from "../../ui/text_field.tsx";
import type { PartProps } from "./part_props.ts";

const TEXTS = AGENT_WORDS_TEXTS.variables;

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
      <h2>{TEXTS.title}</h2>
      <p class="field-hint">
        {TEXTS.hint}
      </p>
      {unlisted.length > 0 && (
        <div class="offer">
          <p>
            {placed(TEXTS.unlisted(unlisted.length), {
              names: unlisted.map((name, index) => (
                <>
                  {index > 0 && ", "}
                  <code>{name}</code>
                </>
              )),
            })}
          </p>
          <AddButton disabled={full} onAdd={() => add(unlisted)}>
            {TEXTS.addThem(unlisted.length)}
          </AddButton>
        </div>
      )}
      <ItemRows
        items={variables}
        onItems={(items) => draft.edit({ variables: items })}
        add={TEXTS.add}
        fresh={() => full ? null : { name: freshName(variables), fallback: "" }}
        what={({ name }) => TEXTS.which(name)}
        row={({ name, fallback }, set, index) => (
          <>
            <TextField
              code
              label={TEXTS.name}
              error={errorAt(`variables.${index}.name`)}
              value={name}
              onValue={(value) => set({ name: value.trim() })}
            />
            <TextField
              label={TEXTS.fallback}
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
