// Opens the PostgreSQL database, brings it up to date, and offers every operation of the port. Belongs in the store's own
// thread: what is read is checked, and that takes time.
import type { SharedStore, Store } from "../store.ts";
import { postgresAgents } from "./postgres_agents.ts";
import { postgresAudit } from "./postgres_audit.ts";
import { postgresCalls } from "./postgres_calls.ts";
import { postgresGone } from "./postgres_gone.ts";
import { postgresDeliveries } from "./postgres_deliveries.ts";
import { PostgresLink } from "./postgres_link.ts";
import { migratePostgres } from "./postgres_migrations.ts";
import { postgresPeople } from "./postgres_people.ts";
import { postgresSearch } from "./postgres_search.ts";
import { postgresSettings } from "./postgres_settings.ts";
import { postgresShared } from "./postgres_shared.ts";

export interface PostgresDatabase {
  operations: Omit<Store, "close" | "shared"> & SharedStore;
  close(): Promise<void>;
}

export interface PostgresOptions {
  /** Of the tables, where it is not the connection's own. */
  schema?: string;
  answerMs?: number;
  steps?: readonly string[];
}

/** A beat that has had no answer by then is given up, and the next one gets a fresh connection. */
const BEAT_MS = 4000;

/** @throws StoreError "unreachable", "unwritable", "newer" … */
export async function openPostgres(
  url: string,
  options: PostgresOptions = {},
): Promise<PostgresDatabase> {
  const link = new PostgresLink(url, options);
  const reading = new PostgresLink(url, { ...options, connections: 2 });
  // Were it held up by what people look up, the others would take this server to be dead.
  const beats = new PostgresLink(url, { answerMs: BEAT_MS, ...options, connections: 1 });
  const close = async () => {
    await Promise.all([link, reading, beats].map((each) => each.close()));
  };
  try {
    await migratePostgres(link, options.steps);
  } catch (error) {
    await close();
    throw error;
  }
  let me: string | null = null;
  const operations = {
    ...postgresAgents(link),
    ...postgresCalls(link, () => me),
    ...postgresGone(link),
    ...postgresSettings(link),
    ...postgresSearch(reading),
    ...postgresPeople(link),
    ...postgresAudit(link, reading),
    ...postgresDeliveries(link),
    ...postgresShared(beats, (instance) => me = instance),
  };
  return { operations, close };
}
