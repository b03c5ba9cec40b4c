// One route: which calls it takes, who answers them, and its place in the order.
import type { Route } from "../../server/contract/route.ts";
import { LIMITS } from "../../server/contract/agent_limits.ts";
import { conditionWords, takesEverything } from "../live/route_table.ts";
import { ROUTES_TEXTS } from "../texts/routes.ts";
import { DownIcon, UpIcon } from "../ui/icons.tsx";
import { RemoveButton } from "../ui/item_rows.tsx";
import { SelectField, TextField } from "../ui/text_field.tsx";

const TEXTS = ROUTES_TEXTS.one;
/** As they are typed, whatever language the console speaks. */
export const EXAMPLES = { path: "/audiohook/night", variable: "LANGUAGE", value: "de*" } as const;

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
  const name = route.name || TEXTS.nth(index + 1);
  return (
    <li class="panel route">
      <header class="route-head">
        <span class="route-place" aria-hidden="true">{index + 1}</span>
        <h2>{route.name || TEXTS.fresh}</h2>
        <div class="route-acts">
          <button
            type="button"
            class="button quiet square"
            disabled={index === 0}
            onClick={() => props.onMove(-1)}
          >
            <UpIcon />
            <span class="hidden">{TEXTS.up(name)}</span>
          </button>
          <button
            type="button"
            class="button quiet square"
            disabled={index === props.count - 1}
            onClick={() => props.onMove(1)}
          >
            <DownIcon />
            <span class="hidden">{TEXTS.down(name)}</span>
          </button>
          <RemoveButton what={name} onRemove={props.onRemove} />
        </div>
      </header>
      <div class="route-fields">
        <TextField
          label={TEXTS.name}
          error={errorAt("name")}
          maxLength={LIMITS.nameChars}
          value={route.name}
          onValue={(text) => onEdit({ name: text })}
        />
        <SelectField
          label={TEXTS.agent}
          error={errorAt("agentId")}
          value={route.agentId}
          options={props.agents}
          onValue={(agentId) => onEdit({ agentId })}
        />
        <TextField
          code
          label={TEXTS.called}
          error={errorAt("called")}
          placeholder="+4930*"
          value={route.called}
          onValue={(called) => onEdit({ called })}
        />
        <TextField
          code
          label={TEXTS.path}
          error={errorAt("path")}
          placeholder={EXAMPLES.path}
          value={route.path}
          onValue={(path) => onEdit({ path })}
        />
        <TextField
          code
          label={TEXTS.variable}
          error={errorAt("variable.name")}
          placeholder={EXAMPLES.variable}
          value={variable.name}
          onValue={(text) => onEdit({ variable: { ...variable, name: text.trim() } })}
        />
        <TextField
          code
          label={TEXTS.value}
          error={errorAt("variable.value")}
          placeholder={EXAMPLES.value}
          value={variable.value}
          onValue={(value) => onEdit({ variable: { ...variable, value } })}
        />
      </div>
      <p class={takesEverything(route) ? "field-hint warn" : "field-hint"}>
        {takesEverything(route) ? TEXTS.takesAll : TEXTS.takes(conditionWords(route))}
      </p>
    </li>
  );
}
