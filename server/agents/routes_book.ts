// Holds the table of routes: reads from memory, edits on disk before anybody sees them. Whether an agent exists
// it asks; edits come to it one at a time.
import { z } from "zod";
import { type RouteTable, routeTableSchema } from "../contract/route.ts";
import type { Store } from "../store/store.ts";
import type { HeldRoutes, RoutesEdit } from "./agents.ts";

/** Name of the setting that holds the table as JSON. */
const SETTING = "routes";

type RoutesStore = Pick<Store, "setting" | "replaceSetting">;

const heldSchema = z.object({
  revision: z.int().positive(),
  table: routeTableSchema,
});

/** @throws where the stored table cannot be read: calls would go to the wrong agents, and nobody would notice. */
export async function openRoutes(store: RoutesStore, defaultAgentId: string): Promise<RoutesBook> {
  const first = { revision: 1, table: { defaultAgentId, routes: [] } };
  return new RoutesBook(store, parseHeld(await store.setting(SETTING)) ?? first);
}

export class RoutesBook {
  readonly #store: RoutesStore;
  #held: HeldRoutes;

  constructor(store: RoutesStore, held: HeldRoutes) {
    this.#store = store;
    this.#held = held;
  }

  get held(): HeldRoutes {
    return this.#held;
  }

  /** Holds what is stored. @throws where it cannot be read, and holds what it held. */
  async reload(): Promise<void> {
    this.#held = parseHeld(await this.#store.setting(SETTING)) ?? this.#held;
  }

  /** Never rejects. */
  async save(
    ifRevision: number,
    table: RouteTable,
    exists: (agentId: string) => boolean,
  ): Promise<RoutesEdit> {
    try {
      // Another instance may have written it, or an earlier edit whose answer was lost.
      const stored = await this.#store.setting(SETTING);
      this.#held = parseHeld(stored) ?? this.#held;
      const current = this.#held;
      if (current.revision !== ifRevision) return { ok: false, why: "conflict", current };
      const unknown = agentsOf(table).find((agentId) => !exists(agentId));
      if (unknown !== undefined) return { ok: false, why: "unknown_agent", agentId: unknown };
      const routes = { revision: current.revision + 1, table };
      if (!await this.#store.replaceSetting(SETTING, stored, JSON.stringify(routes))) {
        await this.reload();
        return { ok: false, why: "conflict", current: this.#held };
      }
      this.#held = routes;
      return { ok: true, routes };
    } catch {
      return { ok: false, why: "not_saved" };
    }
  }
}

function agentsOf({ defaultAgentId, routes }: RouteTable): string[] {
  return [defaultAgentId, ...routes.map((route) => route.agentId)];
}

function parseHeld(json: string | undefined): HeldRoutes | null {
  if (json === undefined) return null;
  const parsed = heldSchema.safeParse(parseJson(json));
  if (parsed.success) return parsed.data;
  const fields = parsed.error.issues.map((issue) => issue.path.join(".")).join(", ");
  throw new Error(
    `Cannot read the routes: setting "${SETTING}" of the database is not as it should be (${
      fields || "JSON"
    }); ` +
      "restore a backup",
  );
}

function parseJson(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return null;
  }
}
