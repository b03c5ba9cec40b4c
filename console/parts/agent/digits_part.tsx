// Keys that the caller presses: when an input is complete, what single keys do, what stays secret.
import { DIGIT_ACTIONS, LIMITS } from "../../../server/contract/agent_limits.ts";
import { DIGIT_WORDS } from "../../live/config_fields.ts";
import { AGENT_RULES_TEXTS } from "../../texts/agent_rules.ts";
import { Choice } from "../../ui/choice.tsx";
import { NumberField, Switch } from "../../ui/field.tsx";
import { ItemRows } from "../../ui/item_rows.tsx";
import { SelectField, TextField } from "../../ui/text_field.tsx";
import { OrNone } from "./or_none.tsx";
import type { PartProps } from "./part_props.ts";

const TEXTS = AGENT_RULES_TEXTS.digits;
const KEYS = ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "*", "#"] as const;

export function DigitsPart(props: PartProps) {
  const { bind } = props;
  return (
    <>
      <section class="form-section">
        <h2>{TEXTS.title}</h2>
        <p class="field-hint">
          {TEXTS.hint}
        </p>
        <Choice<"#" | "*" | "">
          legend={TEXTS.ends}
          look="pills"
          {...bind("digits", "terminator")}
          options={[
            { value: "#", label: TEXTS.hash },
            { value: "*", label: TEXTS.star },
            { value: "", label: TEXTS.noKey },
          ]}
        />
        <OrNone
          label={TEXTS.count}
          start={4}
          {...bind("digits", "length")}
          number={{
            label: TEXTS.length,
            unit: TEXTS.digits,
            range: LIMITS.digitCount,
            step: 1,
          }}
        />
        <NumberField
          label={TEXTS.gap}
          unit="s"
          per={1000}
          range={LIMITS.digitGapMs}
          step={0.5}
          {...bind("digits", "gapMs")}
        />
        <Switch
          label={TEXTS.secret}
          hint={TEXTS.secretHint}
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
      <h2>{TEXTS.keys.title}</h2>
      <p class="field-hint">
        {TEXTS.keys.hint}
      </p>
      <ItemRows<(typeof actions)[number]>
        look="key-row"
        items={actions}
        onItems={(items) => draft.editIn("digits", { actions: items })}
        add={TEXTS.keys.add}
        fresh={() => free[0] === undefined ? null : { digit: free[0], does: "escalate", words: "" }}
        what={({ digit }) => TEXTS.keys.which(digit)}
        row={(action, set, index) => (
          <>
            <SelectField
              label={TEXTS.keys.key}
              error={errorAt(`digits.actions.${index}.digit`)}
              value={action.digit}
              options={KEYS.map((key) => [key, key] as const)}
              onValue={(digit) => set({ digit })}
            />
            <SelectField
              label={TEXTS.keys.does}
              value={action.does}
              options={DIGIT_ACTIONS.map((does) => [does, DIGIT_WORDS[does]] as const)}
              onValue={(does) => set({ does })}
            />
            {action.does === "instruct" && (
              <TextField
                label={TEXTS.keys.instruct}
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
