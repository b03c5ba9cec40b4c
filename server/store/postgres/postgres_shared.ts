// Which servers use the database, and which of them leads. Times are the database's, so that no server's clock matters.
// The decision about that: server/decisions/0026_several_servers_on_one_store.md.
import type { SharedStore } from "../store.ts";
import { keptText } from "./kept_text.ts";
import type { PostgresLink } from "./postgres_link.ts";

/** For so long one that is dead is kept in the table, for whoever looks into it. */
const REMEMBERED_HOURS = 24;

/** `link`: of its own, so that a beat waits for nothing else. `known`: is told who uses it. */
export function postgresShared(
  link: PostgresLink,
  known: (instance: string) => void,
): SharedStore {
  const beaten = new Set<string>();
  let led = false;

  return {
    async beat({ instance, facts, leaseMs }) {
      known(instance);
      const [lease, ...others] = await link.run((sql) => {
        const until = sql`clock_timestamp() + ${leaseMs} * interval '1 millisecond'`;
        // All parts see the tables as they were before: "held" is the lease that this one follows. Whoever else takes the
        // lead at the same time is waited for, and its row is what counts.
        return sql`
          WITH mine AS (
            INSERT INTO instances (id, facts, until_at)
            VALUES (${instance}, ${keptText(facts)}, ${until})
            ON CONFLICT (id) DO UPDATE SET facts = excluded.facts, until_at = excluded.until_at
          ), led AS (
            INSERT INTO lead (one, instance, until_at) VALUES (1, ${instance}, ${until})
            ON CONFLICT (one) DO UPDATE SET instance = excluded.instance, until_at = excluded.until_at
            WHERE lead.instance = excluded.instance OR lead.until_at < clock_timestamp()
            RETURNING 1
          )
          SELECT ${instance} AS id, '' AS facts, EXISTS (SELECT FROM led) AS leads,
            extract(epoch FROM clock_timestamp())::float8 * 1000 AS now_ms,
            (SELECT until_at > clock_timestamp() FROM instances WHERE id = ${instance}) AS held
          UNION ALL
          SELECT id, facts, false, 0, true FROM (
            SELECT * FROM instances
            WHERE id <> ${instance} AND until_at > clock_timestamp() ORDER BY id) AS alive`;
      });
      const leads = lease?.["leads"] === true;
      if (leads && !led) await forgetDead(link);
      led = leads;
      // A row that is not there any more was there too long ago.
      const kept = lease?.["held"] === true || (lease?.["held"] === null && !beaten.has(instance));
      beaten.add(instance);
      const alive = others.map((row) => ({
        instance: String(row["id"]),
        facts: String(row["facts"]),
      }));
      const nowMs = Number(lease?.["now_ms"]);
      return { alive: [{ instance, facts }, ...alive], leads, kept, nowMs };
    },

    async leave(instance) {
      beaten.delete(instance);
      await link.run((sql) =>
        sql`
          WITH gone AS (DELETE FROM instances WHERE id = ${instance})
          DELETE FROM lead WHERE instance = ${instance}`.then(() => {})
      );
    },
  };
}

async function forgetDead(link: PostgresLink): Promise<void> {
  await link.run((sql) =>
    sql`
      DELETE FROM instances WHERE id = ANY(ARRAY(
        SELECT id FROM instances
        WHERE until_at < clock_timestamp() - ${REMEMBERED_HOURS} * interval '1 hour'
        FOR UPDATE SKIP LOCKED))`.then(() => {})
  );
}
