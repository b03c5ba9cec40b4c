// The table of routes in the editor: its order, what is not saved yet, and what others saved meanwhile.
// Knows the API and no form.
import { computed, type ReadonlySignal, signal } from "@preact/signals";
import type { Route, RouteTable } from "../../server/contract/route.ts";
import type { Api, FieldError, HeldRoutes, Refusal } from "../api.ts";
import { checkRoutes, EMPTY_ROUTE } from "./route_table.ts";
import { same } from "./same.ts";

export type RoutesState =
  | { kind: "asking" }
  | { kind: "not_fetched"; why: string }
  | { kind: "ready" }
  | { kind: "saving" }
  | { kind: "not_saved"; why: string }
  | { kind: "conflict"; current: HeldRoutes };

/** A route with a key that stays with it while it moves. */
export interface RouteRow {
  key: number;
  route: Route;
}

export interface Routes {
  state: ReadonlySignal<RoutesState>;
  held: ReadonlySignal<HeldRoutes | null>;
  rows: ReadonlySignal<readonly RouteRow[]>;
  defaultAgentId: ReadonlySignal<string>;
  errors: ReadonlySignal<readonly FieldError[]>;
  differs: ReadonlySignal<boolean>;
  load(): Promise<void>;
  edit(key: number, change: Partial<Route>): void;
  add(): void;
  remove(key: number): void;
  /** `by`: -1 up, 1 down. */
  move(key: number, by: -1 | 1): void;
  setDefault(agentId: string): void;
  /** What is in the form. */
  table(): RouteTable;
  save(): Promise<boolean>;
  keepMine(): Promise<boolean>;
  takeTheirs(): void;
}

export function createRoutes(api: Pick<Api, "routes" | "saveRoutes">): Routes {
  const state = signal<RoutesState>({ kind: "asking" });
  const held = signal<HeldRoutes | null>(null);
  const rows = signal<readonly RouteRow[]>([]);
  const defaultAgentId = signal("");
  const errors = signal<readonly FieldError[]>([]);
  let lastKey = 0;

  const formed = computed((): RouteTable => ({
    defaultAgentId: defaultAgentId.value,
    routes: rows.value.map(({ route }) => route),
  }));

  function adopt(current: HeldRoutes): void {
    held.value = current;
    defaultAgentId.value = current.table.defaultAgentId;
    rows.value = current.table.routes.map((route) => ({ key: ++lastKey, route }));
    errors.value = [];
    state.value = { kind: "ready" };
  }

  function change(next: readonly RouteRow[]): void {
    rows.value = next;
    edited();
  }

  function edited(): void {
    // Faults are told when somebody tries to save; after that they go as they are mended.
    if (errors.peek().length > 0) errors.value = checkRoutes(formed.peek());
    if (state.peek().kind === "not_saved") state.value = { kind: "ready" };
  }

  async function save(): Promise<boolean> {
    const from = held.peek();
    if (!from || state.peek().kind === "saving") return false;
    errors.value = checkRoutes(formed.peek());
    if (errors.peek().length > 0) return false;
    const sent = formed.peek();
    state.value = { kind: "saving" };
    const result = await api.saveRoutes(from.revision, sent);
    if (!result.ok) return refused(result.refusal);
    held.value = result.value;
    state.value = { kind: "ready" };
    if (same(sent, formed.peek())) adopt(result.value);
    return true;
  }

  function refused(refusal: Refusal): false {
    if (refusal.code === "conflict" && refusal.current) {
      state.value = { kind: "conflict", current: refusal.current as HeldRoutes };
    } else {
      errors.value = refusal.fields;
      state.value = { kind: "not_saved", why: refusal.message };
    }
    return false;
  }

  return {
    state,
    held,
    rows,
    defaultAgentId,
    errors,
    differs: computed(() => held.value !== null && !same(held.value.table, formed.value)),
    async load() {
      state.value = { kind: "asking" };
      const result = await api.routes();
      if (result.ok) adopt(result.value);
      else state.value = { kind: "not_fetched", why: result.refusal.message };
    },
    edit: (key, part) =>
      change(
        rows.peek().map((row) => row.key === key ? { key, route: { ...row.route, ...part } } : row),
      ),
    add: () =>
      change([...rows.peek(), {
        key: ++lastKey,
        route: { ...EMPTY_ROUTE, agentId: defaultAgentId.peek() },
      }]),
    remove: (key) => change(rows.peek().filter((row) => row.key !== key)),
    move(key, by) {
      const from = rows.peek().findIndex((row) => row.key === key);
      const to = from + by;
      const next = [...rows.peek()];
      const [row] = next.splice(from, 1);
      if (from < 0 || to < 0 || to > next.length || !row) return;
      next.splice(to, 0, row);
      change(next);
    },
    setDefault(agentId) {
      defaultAgentId.value = agentId;
      edited();
    },
    table: () => formed.peek(),
    save,
    keepMine() {
      const now = state.peek();
      if (now.kind !== "conflict") return Promise.resolve(false);
      held.value = now.current;
      state.value = { kind: "ready" };
      return save();
    },
    takeTheirs() {
      const now = state.peek();
      if (now.kind === "conflict") adopt(now.current);
    },
  };
}
