// How long a call may last, and what is stopped before it is said.
import { LIMITS } from "../../../server/contract/agent_limits.ts";
import { AGENT_RULES_TEXTS } from "../../texts/agent_rules.ts";
import { NumberField, Switch } from "../../ui/field.tsx";
import { TextField } from "../../ui/text_field.tsx";
import { OrNone } from "./or_none.tsx";
import type { PartProps } from "./part_props.ts";

const { limits: TEXTS, moderation: MODERATION } = AGENT_RULES_TEXTS;

export function LimitsPart(props: PartProps) {
  const { config, draft, bind } = props;
  const { moderation } = config;
  return (
    <>
      <Length {...props} />
      <section class="form-section">
        <h2>{TEXTS.machines}</h2>
        <Switch
          label={TEXTS.repeats}
          hint={TEXTS.repeatsHint}
          checked={config.repeatGuard}
          onChange={(repeatGuard) => draft.edit({ repeatGuard })}
        />
      </section>
      <section class="form-section">
        <h2>{MODERATION.title}</h2>
        <p class="field-hint">
          {MODERATION.hint}
        </p>
        <Switch
          label={MODERATION.caller}
          {...bind("moderation", "caller")}
        />
        <Switch
          label={MODERATION.agent}
          hint={MODERATION.agentHint}
          {...bind("moderation", "agent")}
        />
        {(moderation.caller || moderation.agent) && (
          <TextField
            label={MODERATION.refusal}
            rows={2}
            hint={MODERATION.refusalHint}
            placeholder={MODERATION.refusalExample}
            {...bind("moderation", "refusal")}
          />
        )}
      </section>
    </>
  );
}

function Length({ config, bind }: PartProps) {
  return (
    <section class="form-section">
      <h2>{TEXTS.title}</h2>
      <OrNone
        label={TEXTS.limit}
        hint={TEXTS.limitHint}
        start={30 * 60_000}
        {...bind("maxLength", "ms")}
        number={{
          label: TEXTS.longest,
          unit: "min",
          per: 60_000,
          range: LIMITS.maxLengthMs,
          step: 1,
        }}
      />
      {config.maxLength.ms !== null && (
        <>
          <NumberField
            label={TEXTS.warn}
            unit="s"
            per={1000}
            range={LIMITS.warnMs}
            step={5}
            {...bind("maxLength", "warnMs")}
          />
          <TextField
            label={TEXTS.words}
            rows={2}
            hint={TEXTS.wordsHint}
            {...bind("maxLength", "words")}
          />
        </>
      )}
    </section>
  );
}
