// Who else the agent may turn to: other agents, to whom it hands a call, and supervisors, whom it asks.
import { LIMITS } from "../../../server/contract/agent_limits.ts";
import { AGENT_RULES_TEXTS } from "../../texts/agent_rules.ts";
import { NumberField, Switch } from "../../ui/field.tsx";
import { ItemRows } from "../../ui/item_rows.tsx";
import { placed } from "../../ui/placed.tsx";
import { SelectField, TextField } from "../../ui/text_field.tsx";
import type { PartProps } from "./part_props.ts";
import { useAgentNames } from "../agent_names.ts";

const { handover: TEXTS, supervisors: ASK } = AGENT_RULES_TEXTS;

export function HandoverPart(props: PartProps) {
  return (
    <>
      <OtherAgents {...props} />
      <Supervisors {...props} />
    </>
  );
}

/** Questions to whoever watches the floor. */
function Supervisors({ config, bind }: PartProps) {
  return (
    <section class="form-section">
      <h2>{ASK.title}</h2>
      <Switch
        label={ASK.on}
        hint={ASK.onHint}
        {...bind("raisedHand", "on")}
      />
      {config.raisedHand.on && (
        <>
          <NumberField
            label={ASK.waits}
            unit="s"
            per={1000}
            hint={ASK.waitsHint}
            range={LIMITS.handWaitMs}
            step={5}
            {...bind("raisedHand", "waitMs")}
          />
          <TextField
            label={ASK.meanwhile}
            rows={2}
            hint={ASK.meanwhileHint}
            placeholder={ASK.meanwhileExample}
            {...bind("raisedHand", "meanwhile")}
          />
        </>
      )}
    </section>
  );
}

function OtherAgents({ agentId: ownId, config, draft, errorAt }: PartProps) {
  const { handover } = config;
  const agents = useAgentNames();
  const others = agents.names.filter(([id]) => id !== ownId);
  const next = others.find(([id]) => !handover.some(({ agentId }) => agentId === id));
  return (
    <section class="form-section">
      <h2>{TEXTS.title}</h2>
      <p class="field-hint">
        {TEXTS.hint}
      </p>
      {agents.trouble && <p class="field-error" role="alert">{agents.trouble}</p>}
      {agents.known && others.length === 0 && (
        <p class="field-hint">
          {placed(TEXTS.nobody, { create: <a href="/agents">{TEXTS.create}</a> })}
        </p>
      )}
      <ItemRows
        look="stacked"
        items={handover}
        onItems={(items) => draft.edit({ handover: items })}
        add={TEXTS.add}
        fresh={() =>
          next && handover.length < LIMITS.handovers ? { agentId: next[0], when: "" } : null}
        what={(_, index) => TEXTS.which(index + 1)}
        row={({ agentId, when }, set, index) => (
          <>
            <SelectField
              label={TEXTS.to}
              error={errorAt(`handover.${index}.agentId`)}
              value={agentId}
              options={others}
              onValue={(chosen) => set({ agentId: chosen })}
            />
            <TextField
              label={TEXTS.when}
              rows={2}
              error={errorAt(`handover.${index}.when`)}
              placeholder={TEXTS.whenExample}
              value={when}
              onValue={(words) => set({ when: words })}
            />
          </>
        )}
      />
    </section>
  );
}
