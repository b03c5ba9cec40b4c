// The draft of one agent: saves itself, says how that went, and never loses anybody's text.
// Knows the API and no form.
import { computed, type ReadonlySignal, signal } from "@preact/signals";
import type { Agent, AgentConfig } from "../../server/contract/agent.ts";
import type { Api, FieldError, Refusal, Result } from "../api.ts";
import { sameConfig } from "./config_fields.ts";
import { checkDraft } from "./draft_check.ts";
import { mergeConfigs, type Merged } from "./merge.ts";
import type { Cancel, Timers } from "./timers.ts";

export type SaveState =
  | { kind: "saved"; atMs: number }
  | { kind: "waiting" } // edited, not sent yet
  | { kind: "saving" }
  | { kind: "invalid" } // see `errors`
  | { kind: "not_saved"; why: string } // tried again by itself
  | { kind: "conflict"; current: Agent };

/** The settings that are groups of their own. */
export type SectionName = {
  [K in keyof AgentConfig]: AgentConfig[K] extends readonly unknown[] ? never
    : AgentConfig[K] extends object ? K
    : never;
}[keyof AgentConfig];

export interface Draft {
  /** As the server last told it. */
  agent: ReadonlySignal<Agent>;
  /** What is in the form. */
  config: ReadonlySignal<AgentConfig>;
  save: ReadonlySignal<SaveState>;
  errors: ReadonlySignal<readonly FieldError[]>;
  /** Whether publishing would change what answers calls. */
  differs: ReadonlySignal<boolean>;
  edit(change: Partial<AgentConfig>): void;
  editIn<K extends SectionName>(section: K, change: Partial<AgentConfig[K]>): void;
  /** Sends what waits at once; resolves when nothing waits any more, or when it cannot be saved. */
  flush(): Promise<void>;
  publish(note: string): Promise<Refusal | null>;
  restore(version: number): Promise<Refusal | null>;
  /** Somebody, perhaps we, changed the agent. Infinity: somebody may have. */
  changedElsewhere(revision: number): Promise<void>;
  keepMine(): Promise<void>;
  takeTheirs(): void;
  /** How both edits were joined; null where there was nothing to join. */
  editMerged(): Merged | null;
  stop(): void;
}

const SAVE_AFTER_MS = 700;
const RETRY_AFTER_MS = 5000;

export function createDraft(
  options: {
    agent: Agent;
    api: Pick<Api, "saveDraft" | "publish" | "restore" | "agent">;
    timers: Timers;
  },
): Draft {
  const { api, timers } = options;
  const agent = signal(options.agent);
  const config = signal(options.agent.draft);
  const save = signal<SaveState>({ kind: "saved", atMs: options.agent.draftSavedAtMs });
  const errors = signal<readonly FieldError[]>([]);
  let waiting: Cancel = () => {};
  let busy: Promise<void> | null = null;
  let stopped = false;

  function edit(change: Partial<AgentConfig>): void {
    config.value = { ...config.peek(), ...change };
    if (save.peek().kind === "conflict") return;
    errors.value = checkDraft(config.peek());
    save.value = { kind: errors.peek().length > 0 ? "invalid" : "waiting" };
    if (save.peek().kind === "waiting") saveIn(SAVE_AFTER_MS);
  }

  function saveIn(ms: number): void {
    waiting();
    waiting = timers.after(ms, () => void flush());
  }

  async function flush(): Promise<void> {
    waiting();
    if (busy) await busy;
    const { kind } = save.peek();
    if (stopped || (kind !== "waiting" && kind !== "not_saved")) return;
    busy = saveOnce().finally(() => busy = null);
    await busy;
    // Edited while it was being sent: what is in the form now has to follow.
    if (save.peek().kind === "waiting") await flush();
  }

  async function saveOnce(): Promise<void> {
    const sent = config.peek();
    save.value = { kind: "saving" };
    const { id, revision } = agent.peek();
    take(await api.saveDraft(id, revision, sent), sent);
  }

  function take(result: Result<Agent>, sent: AgentConfig): void {
    const edited = config.peek() !== sent;
    if (result.ok) {
      agent.value = result.value;
      if (edited) return afterEdit();
      errors.value = [];
      save.value = { kind: "saved", atMs: result.value.draftSavedAtMs };
      return;
    }
    const { refusal } = result;
    if (refusal.code === "conflict" && refusal.current) {
      save.value = { kind: "conflict", current: refusal.current as Agent };
    } else if (refusal.fields.length > 0) {
      errors.value = refusal.fields;
      save.value = { kind: "invalid" };
    } else {
      save.value = { kind: "not_saved", why: refusal.message };
      if (!stopped && refusal.code !== "signed_out") saveIn(RETRY_AFTER_MS);
    }
  }

  function afterEdit(): void {
    errors.value = checkDraft(config.peek());
    save.value = { kind: errors.peek().length > 0 ? "invalid" : "waiting" };
  }

  async function change(act: () => Promise<Result<Agent>>): Promise<Refusal | null> {
    const before = config.peek();
    const result = await act();
    if (result.ok) {
      agent.value = result.value;
      if (config.peek() === before && save.peek().kind === "saved") {
        config.value = result.value.draft;
      }
      return null;
    }
    if (result.refusal.code === "conflict" && result.refusal.current) {
      meet(result.refusal.current as Agent);
    }
    return result.refusal;
  }

  /** Somebody else's state: taken where nothing of ours is at stake, else put to the person. */
  function meet(current: Agent): void {
    const ours = config.peek();
    const untouched = sameConfig(ours, agent.peek().draft);
    if (untouched || sameConfig(ours, current.draft)) {
      adopt(current);
    } else save.value = { kind: "conflict", current };
  }

  function adopt(current: Agent): void {
    waiting();
    agent.value = current;
    config.value = current.draft;
    errors.value = [];
    save.value = { kind: "saved", atMs: current.draftSavedAtMs };
  }

  function settle(next: AgentConfig): Promise<void> {
    const state = save.peek();
    if (state.kind !== "conflict") return Promise.resolve();
    agent.value = state.current;
    config.value = next;
    save.value = { kind: "waiting" };
    return flush();
  }

  return {
    agent,
    config,
    save,
    errors,
    differs: computed(() => !sameConfig(config.value, agent.value.published.config)),
    edit,
    editIn: (section, change) => edit({ [section]: { ...config.peek()[section], ...change } }),
    flush,
    async publish(note) {
      await flush();
      return change(() => api.publish(agent.peek().id, agent.peek().revision, note));
    },
    async restore(version) {
      await flush();
      return change(() => api.restore(agent.peek().id, agent.peek().revision, version));
    },
    async changedElsewhere(revision) {
      if (busy) await busy;
      if (stopped || revision <= agent.peek().revision || save.peek().kind === "conflict") return;
      const result = await api.agent(agent.peek().id);
      if (!stopped && result.ok && result.value.revision > agent.peek().revision) {
        meet(result.value);
      }
    },
    keepMine: () => settle(config.peek()),
    takeTheirs() {
      const state = save.peek();
      if (state.kind === "conflict") adopt(state.current);
    },
    editMerged() {
      const state = save.peek();
      if (state.kind !== "conflict") return null;
      const merged = mergeConfigs(agent.peek().draft, config.peek(), state.current.draft);
      void settle(merged.config);
      return merged;
    },
    stop() {
      // What waits is sent rather than lost; its answer no longer matters here.
      if (save.peek().kind === "waiting") void flush();
      stopped = true;
      waiting();
    },
  };
}
