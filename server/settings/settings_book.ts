// Holds the settings that an admin changes while the server runs: reads from memory, edits on disk before anybody
// sees them. What the environment fixes wins over what is stored. Knows nothing of what the settings do.
import { z } from "zod";
import type { Cancel } from "../clock.ts";
import {
  type ServerSettings,
  type ServerSettingsAnswer,
  serverSettingsSchema,
} from "../contract/server_settings.ts";
import { SERVER_SETTINGS_DEFAULTS } from "../contract/settings_limits.ts";
import { valueAt, withValue } from "../contract/settings_paths.ts";
import { faultPlace, guarded } from "../guard.ts";
import { oneByOne } from "../one_by_one.ts";
import type { Log } from "../observe/log.ts";
import type { Store } from "../store/store.ts";

/** One setting that the environment decides. */
export interface FixedSetting {
  /** "retention.callsDays" */
  path: string;
  /** Name of the variable. */
  variable: string;
  value: unknown;
}

export type SettingsEdit =
  | { ok: true; held: ServerSettingsAnswer; changed: string[] }
  | { ok: false; why: "conflict"; current: ServerSettingsAnswer }
  /** The environment decides these. */
  | { ok: false; why: "fixed"; fields: { path: string; variable: string }[] }
  | { ok: false; why: "not_saved" };

export interface SettingsBook {
  readonly held: ServerSettingsAnswer;
  /** As they hold now. */
  readonly settings: ServerSettings;
  /** Never rejects. `changed`: paths of what is another. */
  save(ifRevision: number, settings: ServerSettings): Promise<SettingsEdit>;
  /** Told once they hold. Returns how to stop listening. */
  onChange(listener: (settings: ServerSettings) => void): Cancel;
  /** Another instance has saved some: holds what the store does. False: it cannot be read. Never rejects. */
  reload(): Promise<boolean>;
}

export interface SettingsBookOptions {
  store: Pick<Store, "setting" | "replaceSetting">;
  log: Log;
  fixed: readonly FixedSetting[];
}

const SETTING = "server_settings";
const storedSchema = z.object({ revision: z.int().positive(), settings: z.unknown() });
type Tree = { [name: string]: unknown };

/** @throws where the stored settings cannot be read: calls might be kept for longer than somebody has promised. */
export async function openSettings(options: SettingsBookOptions): Promise<SettingsBook> {
  const text = await options.store.setting(SETTING);
  if (text === undefined) {
    return new Book(options, { revision: 1, settings: SERVER_SETTINGS_DEFAULTS });
  }
  return new Book(options, readStored(text));
}

interface Stored {
  revision: number;
  settings: ServerSettings;
}

class Book implements SettingsBook {
  readonly #options: SettingsBookOptions;
  readonly #listeners = new Set<(settings: ServerSettings) => void>();
  #held: ServerSettingsAnswer;
  /** Each edit begins where the one before has ended. */
  readonly #inTurn = oneByOne();

  constructor(options: SettingsBookOptions, stored: Stored) {
    this.#options = options;
    this.#held = this.#answer(stored);
  }

  get held(): ServerSettingsAnswer {
    return this.#held;
  }

  get settings(): ServerSettings {
    return this.#held.settings;
  }

  save(ifRevision: number, settings: ServerSettings): Promise<SettingsEdit> {
    return this.#inTurn(() => this.#save(ifRevision, settings));
  }

  onChange(listener: (settings: ServerSettings) => void): Cancel {
    const { log } = this.#options;
    const told = guarded(
      (error) => log.error("settings_fault", { place: faultPlace(error) }),
      listener,
    );
    this.#listeners.add(told);
    return () => void this.#listeners.delete(told);
  }

  reload(): Promise<boolean> {
    return this.#inTurn(async () => {
      const { store, log } = this.#options;
      try {
        this.#read(await store.setting(SETTING));
        return true;
      } catch (error) {
        log.warn("settings_not_read", { place: faultPlace(error) });
        return false;
      }
    });
  }

  async #save(ifRevision: number, settings: ServerSettings): Promise<SettingsEdit> {
    const { store, fixed } = this.#options;
    try {
      // Another instance may have written it, or an earlier edit whose answer was lost.
      const text = await store.setting(SETTING);
      this.#read(text);
      const current = this.#held;
      if (current.revision !== ifRevision) return { ok: false, why: "conflict", current };
      const against = fixed.filter(({ path, value }) => valueAt(settings, path) !== value);
      if (against.length > 0) return { ok: false, why: "fixed", fields: against };
      const stored = { revision: current.revision + 1, settings };
      if (!await store.replaceSetting(SETTING, text, JSON.stringify(stored))) {
        this.#read(await store.setting(SETTING));
        return { ok: false, why: "conflict", current: this.#held };
      }
      const changed = differences(current.settings, settings);
      this.#hold(this.#answer(stored));
      return { ok: true, held: this.#held, changed };
    } catch {
      return { ok: false, why: "not_saved" };
    }
  }

  #read(text: string | undefined): void {
    if (text !== undefined) this.#hold(this.#answer(readStored(text)));
  }

  #hold(held: ServerSettingsAnswer): void {
    const same = held.revision === this.#held.revision;
    this.#held = held;
    if (same) return;
    for (const told of this.#listeners) told(held.settings);
  }

  #answer({ revision, settings }: Stored): ServerSettingsAnswer {
    const { fixed } = this.#options;
    let own: ServerSettings = settings;
    for (const { path, value } of fixed) own = withValue(own, path, value);
    return {
      settings: serverSettingsSchema.parse(own),
      revision,
      fixed: Object.fromEntries(fixed.map(({ path, variable }) => [path, variable])),
    };
  }
}

function readStored(text: string): Stored {
  try {
    const { revision, settings } = storedSchema.parse(JSON.parse(text));
    return { revision, settings: serverSettingsSchema.parse(completed(settings)) };
  } catch (error) {
    const fields = error instanceof z.ZodError
      ? error.issues.map((issue) => issue.path.join(".")).join(", ")
      : "JSON";
    throw new Error(
      `Cannot read the settings: "${SETTING}" of the database is not as it should be (${fields}); ` +
        "restore a backup",
    );
  }
}

/** Parts and fields that are newer than the row come from the defaults; those that are gone are left out. */
function completed(stored: unknown): Tree {
  const parts = asTree(stored);
  return Object.fromEntries(
    Object.entries(SERVER_SETTINGS_DEFAULTS).map(([part, defaults]) => {
      const held = asTree(parts[part]);
      const fields = Object.entries(defaults).map((
        [name, value],
      ) => [name, Object.hasOwn(held, name) ? held[name] : value]);
      return [part, Object.fromEntries(fields)];
    }),
  );
}

function asTree(value: unknown): Tree {
  return typeof value === "object" && value !== null ? value as Tree : {};
}

function differences(before: ServerSettings, after: ServerSettings): string[] {
  return Object.entries(after).flatMap(([part, fields]) =>
    Object.keys(fields)
      .map((name) => `${part}.${name}`)
      .filter((path) =>
        JSON.stringify(valueAt(before, path)) !== JSON.stringify(valueAt(after, path))
      )
  );
}
