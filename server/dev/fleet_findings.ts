// What the doctor finds of that by which several instances look like one: the database they share, and what they hear
// each other by. Looks and changes nothing. Prints no password.
import { connect } from "@nats-io/transport-node";
import postgres from "postgres";
import { MESSAGE_BYTES } from "../bus/bus.ts";
import { natsAddress } from "../bus/nats_address.ts";
import { openSession } from "../bus/postgres_session.ts";
import { readJson } from "../fleet/wire.ts";
import { postgresFault } from "../store/postgres/postgres_fault.ts";
import { POSTGRES_MIGRATIONS } from "../store/postgres/postgres_migrations.ts";
import { bad, type Finding, good, note } from "./finding.ts";

/** Of one instance: three to write, two to search, one to beat, three for recordings, one to listen. */
const CONNECTIONS = 10;
const NOTICE_MS = 3000;
const NATS_MS = 3000;

export async function databaseFindings(url: string): Promise<Finding[]> {
  const sql = postgres(url, { max: 1, connect_timeout: 5, backoff: false, onnotice() {} });
  try {
    const [row] = await sql`
      SELECT current_setting('server_version') AS version, to_regclass('hookline_schema') AS made,
        current_setting('max_connections')::int - current_setting('superuser_reserved_connections')::int AS most,
        (SELECT count(*)::int FROM pg_stat_activity WHERE backend_type = 'client backend') AS taken`;
    const { version, made, most, taken } = row!;
    return [
      good(
        `PostgreSQL ${version} answers; ${taken} of its ${most} connections are taken, and each instance takes up to ${CONNECTIONS}`,
      ),
      ...made === null
        ? [note("The database has no tables of ours yet: the first start makes them")]
        : await tables(sql),
      await hearing(url),
    ];
  } catch (error) {
    return [bad(postgresFault(error).message)];
  } finally {
    await sql.end({ timeout: 1 });
  }
}

async function tables(sql: postgres.Sql): Promise<Finding[]> {
  const [row] = await sql`SELECT max(version)::int AS version FROM hookline_schema`;
  const version = Number(row?.["version"] ?? 0);
  const known = POSTGRES_MIGRATIONS.length;
  if (version > known) {
    return [
      bad(`The tables are those of a newer version (${version}, this one knows up to ${known})`),
    ];
  }
  if (version < known) {
    return [
      note("The tables are those of an older version: the next start brings them up to date"),
    ];
  }
  const alive = await sql`SELECT facts FROM instances WHERE until_at > clock_timestamp()`;
  const names = alive.map(({ facts }) => nameIn(String(facts)));
  return [
    names.length === 0
      ? good("No instance uses the database now")
      : good(`Instances that use the database now: ${names.toSorted().join(", ")}`),
  ];
}

function nameIn(facts: string): string {
  const read = readJson(facts);
  return typeof read === "object" && read !== null && "name" in read ? String(read.name) : "?";
}

/** A pooler that shares connections between transactions takes LISTEN and delivers nothing. */
async function hearing(url: string): Promise<Finding> {
  const heard = Promise.withResolvers<boolean>();
  const timer = setTimeout(() => heard.resolve(false), NOTICE_MS);
  const channel = `hookline_doctor_${crypto.randomUUID().slice(0, 8)}`;
  const session = await openSession({
    url,
    channel,
    onNotice: () => heard.resolve(true),
    onLost: () => heard.resolve(false),
  });
  try {
    await session.notify("");
    return await heard.promise ? good("LISTEN and NOTIFY work") : bad(
      "LISTEN hears nothing: DATABASE_URL leads to a pooler in transaction mode; take the database's direct address, or set NATS_URL",
    );
  } finally {
    clearTimeout(timer);
    await session.end();
  }
}

export async function natsFindings(url: string): Promise<Finding[]> {
  const address = natsAddress(url);
  const hosts = address.servers.join(", ");
  try {
    const connection = await connect({ ...address, timeout: NATS_MS, reconnect: false });
    const { version, max_payload: most } = connection.info!;
    await connection.close();
    return [
      most < MESSAGE_BYTES
        ? bad(`NATS at ${hosts} takes ${most} bytes at once: set its max_payload to 1MB`)
        : good(`NATS ${version} answers at ${hosts}`),
      ...address.user === undefined && address.token === undefined
        ? [
          note(
            "NATS asks for no password: whoever reaches it can act as an instance; keep it in a private network",
          ),
        ]
        : [],
    ];
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error);
    return [
      bad(
        /authori[sz]ation|authentication/i.test(said)
          ? `NATS at ${hosts} refuses the user, the password or the token in NATS_URL`
          : `NATS cannot be reached at ${hosts} (${said}): see that it runs and that NATS_URL names it`,
      ),
    ];
  }
}
