// One route: which calls it takes, who answers them, and its place in the order.
import type { Route } from "../../server/contract/route.ts";
import { LIMITS } from "../../server/contract/agent_limits.ts";
import { conditionWords, takesEverything } from "../live/route_table.ts";
import { DownIcon, UpIcon } from "../ui/icons.tsx";
import { RemoveButton } from "../ui/item_rows.tsx";
import { SelectField, TextField } from "../ui/text_field.tsx";

interface RouteItemProps {
  route: Route;
  index: number;
  /** Of all routes. */
  count: number;
  agents: readonly (readonly [id: string, name: string])[];
  errorAt: (field: string) => string | undefined;
  onEdit: (change: Partial<Route>) => void;
  onMove: (by: -1 | 1) => void;
  onRemove: () => void;
}

export function RouteItem(props: RouteItemProps) {
  const { route, index, errorAt, onEdit } = props;
  const { variable } = route;
  const name = route.name || `route ${index + 1}`;
  return (
    <li class="panel route">
      <header class="route-head">
        <span class="route-place" aria-hidden="true">{index + 1}</span>
        <h2>{route.name || "New route"}</h2>
        <div class="route-acts">
          <button
            type="button"
            class="button quiet square"
            disabled={index === 0}
            onClick={() => props.onMove(-1)}
          >
            <UpIcon />
            <span class="hidden">Move {name} up</span>
          </button>
          <button
            type="button"
            class="button quiet square"
            disabled={index === props.count - 1}
            onClick={() => props.onMove(1)}
          >
            <DownIcon />
            <span class="hidden">Move {name} down</span>
          </button>
          <RemoveButton what={name} onRemove={props.onRemove} />
        </div>
      </header>
      <div class="route-fields">
        <TextField
          label="Name"
          error={errorAt("name")}
          maxLength={LIMITS.nameChars}
          value={route.name}
          onValue={(text) => onEdit({ name: text })}
        />
        <SelectField
          label="Answered by"
          error={errorAt("agentId")}
          value={route.agentId}
          options={props.agents}
          onValue={(agentId) => onEdit({ agentId })}
        />
        <TextField
          code
          label="Number dialled"
          error={errorAt("called")}
          placeholder="+4930*"
          value={route.called}
          onValue={(called) => onEdit({ called })}
        />
        <TextField
          code
          label="Address or connector id"
          error={errorAt("path")}
          placeholder="/audiohook/night"
          value={route.path}
          onValue={(path) => onEdit({ path })}
        />
        <TextField
          code
          label="Variable"
          error={errorAt("variable.name")}
          placeholder="LANGUAGE"
          value={variable.name}
          onValue={(text) => onEdit({ variable: { ...variable, name: text.trim() } })}
        />
        <TextField
          code
          label="Value of the variable"
          error={errorAt("variable.value")}
          placeholder="de*"
          value={variable.value}
          onValue={(value) => onEdit({ variable: { ...variable, value } })}
        />
      </div>
      <p class={takesEverything(route) ? "field-hint warn" : "field-hint"}>
        {takesEverything(route)
          ? "Takes every call: no route below it is ever asked."
          : `Takes ${conditionWords(route)}.`}
      </p>
    </li>
  );
}
