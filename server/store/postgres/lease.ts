// Who uses the database: one server at a time, for as long as it says so every few seconds. A server that died is
// waited for until its lease has run out; one that was only held up finds it taken, and writes nothing more. Times are the database's, so that no server's clock matters.
import { StoreError } from "../store_error.ts";
import type { PostgresLink } from "./postgres_link.ts";

/** A server that has said nothing for so long is dead. */
const LEASE_MS = 8000;
const BEAT_MS = 2000;
const LOOK_MS = 250;
const TAKEN =
  "Cannot use the PostgreSQL store: another server took this database over while this one did not " +
  "answer; stop one of the two";

export interface Lease {
  release(): Promise<void>;
}

/**
 * Waits for the lease of a dead server to run out.
 * @throws StoreError "busy" where another server lives
 */
export async function takeLease(link: PostgresLink, leaseMs: number = LEASE_MS): Promise<Lease> {
  const id = crypto.randomUUID();
  const untilMs = Date.now() + leaseMs + LOOK_MS;
  while (!await claim(link, id, leaseMs)) {
    if (Date.now() > untilMs) {
      throw new StoreError(
        "busy",
        "Cannot use the PostgreSQL store: another server uses this database; stop that one, or give this one a " +
          "database of its own",
      );
    }
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
  }
  const keep = (held: boolean) => link.refuse(held ? null : new StoreError("busy", TAKEN));
  // One that fails is followed by the next; a lease that another server took over meanwhile stays with it.
  const beat = setInterval(
    () => void claim(link, id, leaseMs).then(keep, () => {}),
    Math.min(BEAT_MS, leaseMs / 4),
  );
  return {
    async release() {
      clearInterval(beat);
      await link.run((sql) => sql`DELETE FROM lease WHERE holder = ${id}`.then(() => {}))
        .catch(() => {}); // it runs out by itself
    },
  };
}

/** Takes the lease, or takes it anew. False: another server holds it. */
function claim(link: PostgresLink, id: string, leaseMs: number): Promise<boolean> {
  return link.runAlways(async (sql) => {
    const { count } = await sql`
      INSERT INTO lease (one, holder, until_at)
      VALUES (1, ${id}, clock_timestamp() + ${leaseMs} * interval '1 millisecond')
      ON CONFLICT (one) DO UPDATE SET holder = excluded.holder, until_at = excluded.until_at
      WHERE lease.holder = excluded.holder OR lease.until_at < clock_timestamp()`;
    return count > 0;
  });
}
