// The summary: when it is made, in which form, by which words.
import { SUMMARY_FORMATS } from "../../../server/contract/agent_limits.ts";
import { Choice } from "../../ui/choice.tsx";
import { Switch } from "../../ui/field.tsx";
import { TextField } from "../../ui/text_field.tsx";
import type { PartProps } from "./part_props.ts";

export function AfterPart({ config, bind }: PartProps) {
  const { summary } = config;
  return (
    <section class="form-section">
      <h2>Summary</h2>
      <Switch
        label="At the end of the call"
        hint="For the flow, as CONVERSATION_SUMMARY. The caller never waits for it."
        {...bind("summary", "inCall")}
      />
      <Switch
        label="After the call"
        hint="For the record, from the transcript, where the call has none yet."
        {...bind("summary", "afterCall")}
      />
      {(summary.inCall || summary.afterCall) && (
        <>
          <Choice
            legend="Form"
            look="pills"
            {...bind("summary", "format")}
            options={SUMMARY_FORMATS.map((value) => ({
              value,
              label: value === "json" ? "JSON" : "Plain text",
            }))}
          />
          <TextField
            label="Prompt of the summary"
            rows={4}
            hint="Empty: the server's ENDING_PROMPT, or ours: two or three sentences."
            {...bind("summary", "prompt")}
          />
        </>
      )}
    </section>
  );
}
