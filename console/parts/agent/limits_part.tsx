// How long a call may last, and what is stopped before it is said.
import { LIMITS } from "../../../server/contract/agent_limits.ts";
import { NumberField, Switch } from "../../ui/field.tsx";
import { TextField } from "../../ui/text_field.tsx";
import { OrNone } from "./or_none.tsx";
import type { PartProps } from "./part_props.ts";

export function LimitsPart(props: PartProps) {
  const { config, draft, bind } = props;
  const { moderation } = config;
  return (
    <>
      <Length {...props} />
      <section class="form-section">
        <h2>Machines</h2>
        <Switch
          label="End calls with another machine"
          hint="When the other side says nearly the same over and over."
          checked={config.repeatGuard}
          onChange={(repeatGuard) => draft.edit({ repeatGuard })}
        />
      </section>
      <section class="form-section">
        <h2>Moderation</h2>
        <p class="field-hint">
          The provider's moderation model reads along. It never delays the sound; where it fails,
          the call goes on.
        </p>
        <Switch
          label="What the caller says"
          {...bind("moderation", "caller")}
        />
        <Switch
          label="What the agent is about to say"
          hint="Most of it is stopped before it is heard."
          {...bind("moderation", "agent")}
        />
        {(moderation.caller || moderation.agent) && (
          <TextField
            label="Said instead"
            rows={2}
            hint="Word for word. Empty: a sentence of ours."
            placeholder="I am sorry, I cannot help with that."
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
      <h2>How long a call may last</h2>
      <OrNone
        label="Limit the length of a call"
        hint="At the end the agent says goodbye, when nobody is in the middle of a sentence."
        start={30 * 60_000}
        {...bind("maxLength", "ms")}
        number={{
          label: "Longest call",
          unit: "min",
          per: 60_000,
          range: LIMITS.maxLengthMs,
          step: 1,
        }}
      />
      {config.maxLength.ms !== null && (
        <>
          <NumberField
            label="The caller is told before"
            unit="s"
            per={1000}
            range={LIMITS.warnMs}
            step={5}
            {...bind("maxLength", "warnMs")}
          />
          <TextField
            label="What to tell"
            rows={2}
            hint="An instruction. Empty: it says that the call will soon have to end."
            {...bind("maxLength", "words")}
          />
        </>
      )}
    </section>
  );
}
