// What this instance writes that others hold in memory, it tells them: a store like the one it is given, whose edits are
// told once they are written. Knows no book.
import type { Store } from "../store/store.ts";

/** What several instances hold in memory. */
export const BOOKS = [
  "agents", // and routes
  "settings",
  "notices",
  "people",
  "tokens",
  "webhooks",
  "first_run",
] as const;
export type BookName = (typeof BOOKS)[number];

export type Change =
  | { what: BookName }
  /** `id`: of the session, which is no secret. */
  | { what: "session_begun" | "session_ended"; id: string };

const OF_SETTING: Readonly<Record<string, BookName>> = {
  routes: "agents",
  server_settings: "settings",
  notices: "notices",
  first_run: "first_run",
};

export function tellingStore(store: Store, tell: (change: Change) => void): Store {
  /** Also where it has failed: it may have been written though the answer was lost. */
  async function told<T>(writing: Promise<T>, change: Change | undefined): Promise<T> {
    let written: T | undefined;
    try {
      return written = await writing;
    } finally {
      if (change && written !== false) tell(change);
    }
  }
  const settingOf = (name: string): Change | undefined => {
    const what = Object.hasOwn(OF_SETTING, name) ? OF_SETTING[name] : undefined;
    return what && { what };
  };
  return {
    ...store,
    putAgent: (...edit) => told(store.putAgent(...edit), { what: "agents" }),
    deleteAgent: (...edit) => told(store.deleteAgent(...edit), { what: "agents" }),
    putPerson: (...edit) => told(store.putPerson(...edit), { what: "people" }),
    deletePerson: (id) => told(store.deletePerson(id), { what: "people" }),
    putToken: (row) => told(store.putToken(row), { what: "tokens" }),
    deleteToken: (id) => told(store.deleteToken(id), { what: "tokens" }),
    putWebhook: (...edit) => told(store.putWebhook(...edit), { what: "webhooks" }),
    deleteWebhook: (id) => told(store.deleteWebhook(id), { what: "webhooks" }),
    putSetting: (name, value) => told(store.putSetting(name, value), settingOf(name)),
    replaceSetting: (name, ...edit) => told(store.replaceSetting(name, ...edit), settingOf(name)),
    putSession: (row) => told(store.putSession(row), { what: "session_begun", id: row.tokenHash }),
    deleteSession: (id) => told(store.deleteSession(id), { what: "session_ended", id }),
  };
}
