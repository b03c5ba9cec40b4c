// Genesys Data Actions: what they are called, what they take, and running one. Descriptions are kept, so that a call
// need not wait for them; a description that cannot be renewed is used as it was.
//
// Actions run by POST …/execute. There is also …/test, which one connector uses: it runs the action as well, but
// for its author, answering step by step with what passed in between (request, credentials' use, raw answer) in a
// shape of its own. Only `execute` answers by the success schema. Both need integrations:action:execute, the
// descriptions integrations:action:view.
import { z } from "zod";
import type { Clock } from "../clock.ts";
import type { Egress } from "../egress/egress.ts";
import { faultPlace } from "../guard.ts";
import type { Log } from "../observe/log.ts";
import { type ApiAnswer, createGenesysApi } from "./genesys_api.ts";
import type { GenesysApiSettings } from "./genesys_settings.ts";
import { within } from "./waiting.ts";

export interface DescribedAction {
  id: string;
  name: string;
  category: string;
  /** JSON Schema of the arguments, of type object. */
  input: Readonly<Record<string, unknown>>;
  /** Names that a successful answer has at its top level. */
  answers: readonly string[];
  /** It only reads at the other end, so that doing it twice does no harm. */
  readOnly: boolean;
}

export interface DataActions {
  readonly settings: GenesysApiSettings;
  allows(id: string): boolean;
  /** Fetches in the background what calls will need. */
  prepare(ids: readonly string[]): void;
  /** null: not to be had within this time. */
  describe(id: string, withinMs: number): Promise<DescribedAction | null>;
  execute(
    id: string,
    args: unknown,
    options: { repeatable: boolean; signal: AbortSignal },
  ): Promise<ApiAnswer>;
}

interface Kept {
  action: DescribedAction | null;
  /** When it was last asked for. */
  askedAtMs: number;
  asking: Promise<DescribedAction | null> | null;
}

const FRESH_MS = 600_000;
/** After a failure calls go on without the tool for so long, instead of each waiting for the next failure. */
const AFTER_FAILURE_MS = 15_000;
const MOST_KEPT = 200;
const SCHEMA_BYTES = 262_144;
const ANSWER_BYTES = 65_536;

const jsonObject = z.record(z.string(), z.unknown());
const actionSchema = z.object({
  name: z.string().min(1),
  category: z.string().default(""),
  config: z.object({ request: z.object({ requestType: z.string() }).optional() }).optional(),
});

export function createDataActions(
  { egress, clock, log, settings }: {
    egress: Egress;
    clock: Clock;
    log: Log;
    settings: GenesysApiSettings;
  },
): DataActions {
  const api = createGenesysApi({ egress, clock, settings });
  const kept = new Map<string, Kept>();
  const pathOf = (id: string) => `/api/v2/integrations/actions/${encodeURIComponent(id)}`;
  const allows = (id: string) =>
    settings.allowedDataActionIds.length === 0 || settings.allowedDataActionIds.includes(id);

  async function fetchAction(id: string): Promise<DescribedAction | null> {
    const get = (rest: string) =>
      api({ path: pathOf(id) + rest, method: "GET", repeatable: true, maxBytes: SCHEMA_BYTES });
    const [action, input, success] = await Promise.all([
      get("?includeConfig=true"),
      get("/schemas/inputschema.json"),
      get("/schemas/successschema.json"),
    ]);
    const described = describe(id, { action, input, success });
    if (described === null) {
      const error = [action, input].map((part) => part.ok ? "unreadable" : part.failure.type);
      log.warn("data_action_unknown", { action: id, error: error.join(", ") });
    }
    return described;
  }

  function refresh(id: string): Kept {
    const now = clock.now();
    const entry = kept.get(id) ?? { action: null, askedAtMs: -Infinity, asking: null };
    const restMs = entry.action === null ? AFTER_FAILURE_MS : FRESH_MS;
    if (entry.asking !== null || now - entry.askedAtMs < restMs) return entry;
    entry.askedAtMs = now;
    entry.asking = fetchAction(id).catch((fault: unknown) => {
      log.error("data_action_fault", { action: id, place: faultPlace(fault) });
      return null;
    }).then((action) => {
      entry.asking = null;
      // One that can no longer be fetched is asked for again soon, and used until then.
      if (action === null) entry.askedAtMs = clock.now() - restMs + AFTER_FAILURE_MS;
      return entry.action = action ?? entry.action;
    });
    kept.delete(id);
    kept.set(id, entry);
    if (kept.size > MOST_KEPT) kept.delete(kept.keys().next().value!);
    return entry;
  }

  return {
    settings,
    allows,
    prepare: (ids) => ids.filter(allows).forEach(refresh),
    async describe(id, withinMs) {
      if (!allows(id)) return null;
      const entry = refresh(id);
      if (entry.asking === null) return entry.action;
      return await within(entry.asking, withinMs, clock) ?? entry.action;
    },
    execute: (id, args, { repeatable, signal }) =>
      api({
        path: `${pathOf(id)}/execute`,
        method: "POST",
        body: args,
        repeatable,
        maxBytes: ANSWER_BYTES,
        signal,
      }),
  };
}

function describe(
  id: string,
  parts: { action: ApiAnswer; input: ApiAnswer; success: ApiAnswer },
): DescribedAction | null {
  const action = actionSchema.safeParse(parts.action.ok ? parts.action.value : null);
  const input = jsonObject.safeParse(parts.input.ok ? parts.input.value : null);
  if (!action.success || !input.success) return null;
  // Without the answer's schema the tool is still of use.
  const success = jsonObject.safeParse(parts.success.ok ? parts.success.value : null);
  const properties = jsonObject.safeParse(success.success ? success.data.properties : null);
  return {
    id,
    name: action.data.name,
    category: action.data.category,
    input: { ...input.data, type: "object" },
    answers: properties.success ? Object.keys(properties.data) : [],
    readOnly: action.data.config?.request?.requestType.toUpperCase() === "GET",
  };
}
