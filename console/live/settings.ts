// The server's settings in the editor, saved section by section: what is not saved yet, what others saved meanwhile.
// Knows the API and no form.
import { type ReadonlySignal, signal } from "@preact/signals";
import type {
  ServerSettings,
  ServerSettingsAnswer,
} from "../../server/contract/server_settings.ts";
import { SETTING_RANGES } from "../../server/contract/settings_limits.ts";
import { valueAt, withValue } from "../../server/contract/settings_paths.ts";
import type { Api, FieldError, Refusal } from "../api.ts";
import { same } from "./same.ts";

/** What each section edits, by path. */
export const SETTING_PATHS = {
  keeping: [
    "retention.callsDays",
    "retention.recordingsDays",
    "retention.auditDays",
    "redaction.cardNumbers",
  ],
  alerts: [
    "alerts.on",
    "alerts.callWaitsMs",
    "alerts.failedCalls",
    "alerts.heldUpMs",
    "selfCall.on",
  ],
} as const;
export type SettingSection = keyof typeof SETTING_PATHS;
export type SettingPath = (typeof SETTING_PATHS)[SettingSection][number];

export type SettingsState =
  | { kind: "asking" }
  | { kind: "not_fetched"; why: string }
  | { kind: "ready" }
  | { kind: "saving"; section: SettingSection }
  | { kind: "not_saved"; section: SettingSection; why: string }
  /** Somebody else changed the same; `paths`: where. */
  | {
    kind: "conflict";
    section: SettingSection;
    current: ServerSettingsAnswer;
    paths: readonly SettingPath[];
  };

export interface SettingsEditor {
  state: ReadonlySignal<SettingsState>;
  held: ReadonlySignal<ServerSettingsAnswer | null>;
  /** What is in the form. */
  form: ReadonlySignal<ServerSettings | null>;
  errors: ReadonlySignal<readonly FieldError[]>;
  load(): Promise<void>;
  edit(path: SettingPath, value: unknown): void;
  differs(section: SettingSection): boolean;
  save(section: SettingSection): Promise<boolean>;
  keepMine(): Promise<boolean>;
  takeTheirs(): void;
}

export function createSettingsEditor(
  api: Pick<Api, "serverSettings" | "saveServerSettings">,
): SettingsEditor {
  const state = signal<SettingsState>({ kind: "asking" });
  const held = signal<ServerSettingsAnswer | null>(null);
  const form = signal<ServerSettings | null>(null);
  const errors = signal<readonly FieldError[]>([]);

  function changed(section: SettingSection): SettingPath[] {
    const [before, now] = [held.value?.settings, form.value];
    if (!before || !now) return [];
    return SETTING_PATHS[section].filter((path) =>
      !same(valueAt(before, path), valueAt(now, path))
    );
  }

  const allChanged = () => [...changed("keeping"), ...changed("alerts")];

  /** The server's state with what was edited here and is not among `except`. */
  function rebase(current: ServerSettingsAnswer, except: readonly SettingPath[] = []): void {
    const mine = form.peek();
    let next = current.settings;
    for (const path of allChanged()) {
      if (mine && !except.includes(path)) next = withValue(next, path, valueAt(mine, path));
    }
    held.value = current;
    form.value = next;
  }

  async function save(section: SettingSection, again = true): Promise<boolean> {
    const [from, now] = [held.peek(), form.peek()];
    if (!from || !now || state.peek().kind === "saving") return false;
    errors.value = checkSettings(now, SETTING_PATHS[section]);
    if (errors.peek().length > 0) return false;
    const mine = changed(section);
    let sent = from.settings;
    for (const path of mine) sent = withValue(sent, path, valueAt(now, path));
    state.value = { kind: "saving", section };
    const result = await api.saveServerSettings(from.revision, sent);
    if (result.ok) {
      // What was edited while it was on its way stays to be saved.
      const meanwhile = form.peek() ?? now;
      const settled = mine.filter((path) => same(valueAt(meanwhile, path), valueAt(now, path)));
      rebase(result.value, settled);
      state.value = { kind: "ready" };
      return true;
    }
    return await refused(result.refusal, { section, from, mine, again });
  }

  async function refused(
    refusal: Refusal,
    { section, from, mine, again }: {
      section: SettingSection;
      from: ServerSettingsAnswer;
      mine: readonly SettingPath[];
      again: boolean;
    },
  ): Promise<boolean> {
    if (refusal.code === "conflict" && refusal.current) {
      const current = refusal.current as ServerSettingsAnswer;
      const now = form.peek() ?? from.settings;
      const paths = mine.filter((path) => {
        const theirs = valueAt(current.settings, path);
        return !same(theirs, valueAt(from.settings, path)) && !same(theirs, valueAt(now, path));
      });
      if (paths.length === 0 && again) {
        // They changed something else: both hold.
        rebase(current);
        state.value = { kind: "ready" };
        return await save(section, false);
      }
      state.value = { kind: "conflict", section, current, paths };
      return false;
    }
    errors.value = refusal.fields;
    state.value = { kind: "not_saved", section, why: refusal.message };
    return false;
  }

  return {
    state,
    held,
    form,
    errors,
    async load() {
      state.value = { kind: "asking" };
      const result = await api.serverSettings();
      if (!result.ok) {
        state.value = { kind: "not_fetched", why: result.refusal.message };
        return;
      }
      held.value = result.value;
      form.value = result.value.settings;
      errors.value = [];
      state.value = { kind: "ready" };
    },
    edit(path, value) {
      const now = form.peek();
      if (!now) return;
      form.value = withValue(now, path, value);
      errors.value = errors.peek().filter((error) => error.path !== path);
      if (state.peek().kind === "not_saved") state.value = { kind: "ready" };
    },
    differs: (section) => changed(section).length > 0,
    save: (section) => save(section),
    keepMine() {
      const now = state.peek();
      if (now.kind !== "conflict") return Promise.resolve(false);
      rebase(now.current);
      state.value = { kind: "ready" };
      return save(now.section);
    },
    takeTheirs() {
      const now = state.peek();
      if (now.kind !== "conflict") return;
      rebase(now.current, now.paths);
      state.value = { kind: "ready" };
    },
  };
}

/** Numbers that are none, or out of their range; the words are the form's. */
function checkSettings(settings: ServerSettings, paths: readonly SettingPath[]): FieldError[] {
  return paths.flatMap((path) => {
    const range = Object.entries(SETTING_RANGES).find(([name]) => name === path)?.[1];
    const value = valueAt(settings, path);
    if (!range || typeof value !== "number") return [];
    const fits = Number.isInteger(value) && value >= range.min && value <= range.max;
    return fits ? [] : [{ path, message: "" }];
  });
}
