// Who else the agent may turn to: other agents, to whom it hands a call, and supervisors, whom it asks.
import { LIMITS } from "../../../server/contract/agent_limits.ts";
import { NumberField, Switch } from "../../ui/field.tsx";
import { ItemRows } from "../../ui/item_rows.tsx";
import { SelectField, TextField } from "../../ui/text_field.tsx";
import type { PartProps } from "./part_props.ts";
import { useAgentNames } from "../agent_names.ts";

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
      <h2>Questions to supervisors</h2>
      <Switch
        label="The agent may ask the supervisors"
        hint="Its question stands on the call's card with two answers to choose from. The call goes on meanwhile."
        {...bind("raisedHand", "on")}
      />
      {config.raisedHand.on && (
        <>
          <NumberField
            label="Waits for an answer"
            unit="s"
            per={1000}
            hint="Then the agent does what it said it would do without one."
            range={LIMITS.handWaitMs}
            step={5}
            {...bind("raisedHand", "waitMs")}
          />
          <TextField
            label="What the caller hears meanwhile"
            rows={2}
            hint="Word for word. Empty: the agent finds its own words."
            placeholder="One moment, I am asking a colleague."
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
      <h2>Hand-over to other agents</h2>
      <p class="field-hint">
        Inside the call, with a summary. The other agent brings its prompt and tools; the voice
        stays.
      </p>
      {agents.trouble && <p class="field-error" role="alert">{agents.trouble}</p>}
      {agents.known && others.length === 0 && (
        <p class="field-hint">
          There is no other agent yet. <a href="/agents">Create one</a> first.
        </p>
      )}
      <ItemRows
        look="stacked"
        items={handover}
        onItems={(items) => draft.edit({ handover: items })}
        add="Add an agent"
        fresh={() =>
          next && handover.length < LIMITS.handovers ? { agentId: next[0], when: "" } : null}
        what={(_, index) => `hand-over ${index + 1}`}
        row={({ agentId, when }, set, index) => (
          <>
            <SelectField
              label="To"
              error={errorAt(`handover.${index}.agentId`)}
              value={agentId}
              options={others}
              onValue={(chosen) => set({ agentId: chosen })}
            />
            <TextField
              label="When"
              rows={2}
              error={errorAt(`handover.${index}.when`)}
              placeholder="The caller asks about an invoice or a payment."
              value={when}
              onValue={(words) => set({ when: words })}
            />
          </>
        )}
      />
    </section>
  );
}
