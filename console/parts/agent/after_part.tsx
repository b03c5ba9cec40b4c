// The summary: when it is made, in which form, by which words.
import { SUMMARY_FORMATS } from "../../../server/contract/agent_limits.ts";
import { AGENT_RULES_TEXTS } from "../../texts/agent_rules.ts";
import { Choice } from "../../ui/choice.tsx";
import { Switch } from "../../ui/field.tsx";
import { TextField } from "../../ui/text_field.tsx";
import type { PartProps } from "./part_props.ts";

const TEXTS = AGENT_RULES_TEXTS.summary;

export function AfterPart({ config, bind }: PartProps) {
  const { summary } = config;
  return (
    <section class="form-section">
      <h2>{TEXTS.title}</h2>
      <Switch
        label={TEXTS.inCall}
        hint={TEXTS.inCallHint}
        {...bind("summary", "inCall")}
      />
      <Switch
        label={TEXTS.afterCall}
        hint={TEXTS.afterCallHint}
        {...bind("summary", "afterCall")}
      />
      {(summary.inCall || summary.afterCall) && (
        <>
          <Choice
            legend={TEXTS.form}
            look="pills"
            {...bind("summary", "format")}
            options={SUMMARY_FORMATS.map((value) => ({
              value,
              label: value === "json" ? TEXTS.json : TEXTS.plain,
            }))}
          />
          <TextField
            label={TEXTS.prompt}
            rows={4}
            hint={TEXTS.promptHint}
            {...bind("summary", "prompt")}
          />
        </>
      )}
    </section>
  );
}
