// Keys that the caller presses: when an input is complete, what single keys do, what stays secret.
import { DIGIT_ACTIONS, LIMITS } from "../../../server/contract/agent_limits.ts";
import { DIGIT_WORDS } from "../../live/config_fields.ts";
import { Choice } from "../../ui/choice.tsx";
import { NumberField, Switch } from "../../ui/field.tsx";
import { ItemRows } from "../../ui/item_rows.tsx";
import { SelectField, TextField } from "../../ui/text_field.tsx";
import { OrNone } from "./or_none.tsx";
import type { PartProps } from "./part_props.ts";

const KEYS = ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "*", "#"] as const;

export function DigitsPart(props: PartProps) {
  const { bind } = props;
  return (
    <>
      <section class="form-section">
        <h2>When an input is complete</h2>
        <p class="field-hint">
          The first of these that happens. The model does not hear the tones; it is told the digits.
        </p>
        <Choice<"#" | "*" | "">
          legend="A key ends it"
          look="pills"
          {...bind("digits", "terminator")}
          options={[
            { value: "#", label: "# (hash)" },
            { value: "*", label: "* (star)" },
            { value: "", label: "No key" },
          ]}
        />
        <OrNone
          label="A number of digits ends it"
          start={4}
          {...bind("digits", "length")}
          number={{
            label: "Length of an input",
            unit: "digits",
            range: LIMITS.digitCount,
            step: 1,
          }}
        />
        <NumberField
          label="A pause ends it"
          unit="s"
          per={1000}
          range={LIMITS.digitGapMs}
          step={0.5}
          {...bind("digits", "gapMs")}
        />
        <Switch
          label="Digits are secret"
          hint="Never stored, shown or told to the model. Only tools get them, where it writes [digits-1]."
          {...bind("digits", "secret")}
        />
      </section>
      <Actions {...props} />
    </>
  );
}

function Actions({ config, draft, errorAt }: PartProps) {
  const { actions } = config.digits;
  const free = KEYS.filter((key) => !actions.some(({ digit }) => digit === key));
  return (
    <section class="form-section">
      <h2>Single keys</h2>
      <p class="field-hint">
        What a key does at once, when no input has begun.
      </p>
      <ItemRows<(typeof actions)[number]>
        look="key-row"
        items={actions}
        onItems={(items) => draft.editIn("digits", { actions: items })}
        add="Add a key"
        fresh={() => free[0] === undefined ? null : { digit: free[0], does: "escalate", words: "" }}
        what={({ digit }) => `key ${digit}`}
        row={(action, set, index) => (
          <>
            <SelectField
              label="Key"
              error={errorAt(`digits.actions.${index}.digit`)}
              value={action.digit}
              options={KEYS.map((key) => [key, key] as const)}
              onValue={(digit) => set({ digit })}
            />
            <SelectField
              label="Does"
              value={action.does}
              options={DIGIT_ACTIONS.map((does) => [does, DIGIT_WORDS[does]] as const)}
              onValue={(does) => set({ does })}
            />
            {action.does === "instruct" && (
              <TextField
                label="What the agent is to do"
                error={errorAt(`digits.actions.${index}.words`)}
                value={action.words}
                onValue={(words) => set({ words })}
              />
            )}
          </>
        )}
      />
    </section>
  );
}
