// Opens the PostgreSQL database, brings it up to date, and offers every operation of the port. Belongs in the store's own
// thread: what is read is checked, and that takes time.
import type { Store } from "../store.ts";
import { type Lease, takeLease } from "./lease.ts";
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

export interface PostgresDatabase {
  operations: Omit<Store, "close">;
  close(): Promise<void>;
}

export interface PostgresOptions {
  /** Of the tables, where it is not the connection's own. */
  schema?: string;
  answerMs?: number;
  leaseMs?: number;
  steps?: readonly string[];
  /** Opened beside a server that lives, for tests and for looking. */
  unleased?: boolean;
}

/** @throws StoreError "unreachable", "unwritable", "newer" … */
export async function openPostgres(
  url: string,
  options: PostgresOptions = {},
): Promise<PostgresDatabase> {
  const link = new PostgresLink(url, options);
  let lease: Lease | null = null;
  try {
    await migratePostgres(link, options.steps);
    if (!options.unleased) lease = await takeLease(link, options.leaseMs);
  } catch (error) {
    await link.close();
    throw error;
  }
  const operations = {
    ...postgresAgents(link),
    ...postgresCalls(link),
    ...postgresGone(link),
    ...postgresSettings(link),
    ...postgresSearch(link),
    ...postgresPeople(link),
    ...postgresAudit(link),
    ...postgresDeliveries(link),
  };
  return {
    operations,
    async close() {
      await lease?.release();
      await link.close();
    },
  };
}
