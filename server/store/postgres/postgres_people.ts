// People, their sessions and API tokens in PostgreSQL.
import { readPerson, readTokens } from "../admin_rows.ts";
import type { SessionRow, Store } from "../store.ts";
import { keptText } from "./kept_text.ts";
import type { PostgresLink } from "./postgres_link.ts";

type PeoplePart = Pick<
  Store,
  | "sessions"
  | "putSession"
  | "deleteSession"
  | "people"
  | "putPerson"
  | "deletePerson"
  | "tokens"
  | "putToken"
  | "deleteToken"
>;

export function postgresPeople(link: PostgresLink): PeoplePart {
  return {
    sessions: () =>
      link.run(async (sql) => {
        const rows = await sql`SELECT * FROM sessions ORDER BY created_at_ms, token_hash`;
        return rows.map((row): SessionRow => ({
          tokenHash: String(row["token_hash"]),
          createdAtMs: Number(row["created_at_ms"]),
          usedAtMs: Number(row["used_at_ms"]),
          personId: row["person_id"] === null ? null : String(row["person_id"]),
        }));
      }),

    putSession: ({ tokenHash, createdAtMs, usedAtMs, personId }) =>
      link.run(async (sql) => {
        await sql`
          INSERT INTO sessions (token_hash, created_at_ms, used_at_ms, person_id)
          VALUES (${tokenHash}, ${createdAtMs}, ${usedAtMs}, ${personId})
          ON CONFLICT (token_hash) DO UPDATE SET used_at_ms = excluded.used_at_ms`;
      }),

    deleteSession: (tokenHash) =>
      link.run(async (sql) => {
        await sql`DELETE FROM sessions WHERE token_hash = ${tokenHash}`;
      }),

    people: () =>
      link.run(async (sql) => (await sql`SELECT json FROM people ORDER BY id`).map(readPerson)),

    putPerson: (row, ifRevision) =>
      link.run(async (sql) => {
        const { id, revision } = row.person;
        const json = JSON.stringify(row);
        const signInKey = keptText(row.signInKey);
        const subject = row.subject === null ? null : keptText(row.subject);
        const { count } = ifRevision === 0
          ? await sql`
            INSERT INTO people (id, revision, sign_in_key, subject, json)
            VALUES (${id}, ${revision}, ${signInKey}, ${subject}, ${json})
            ON CONFLICT (id) DO NOTHING`
          : await sql`
            UPDATE people SET revision = ${revision}, sign_in_key = ${signInKey},
              subject = ${subject}, json = ${json}
            WHERE id = ${id} AND revision = ${ifRevision}`;
        return count === 1;
      }),

    deletePerson: (id) =>
      link.transaction(async (sql) => {
        await sql`DELETE FROM people WHERE id = ${id}`;
        await sql`DELETE FROM sessions WHERE person_id = ${id}`;
      }),

    tokens: () =>
      link.run(async (sql) => readTokens(await sql`SELECT json FROM tokens ORDER BY id`)),

    putToken: (row) =>
      link.run(async (sql) => {
        await sql`
          INSERT INTO tokens (id, hash, json)
          VALUES (${row.token.id}, ${row.hash}, ${JSON.stringify(row)})
          ON CONFLICT (id) DO UPDATE SET hash = excluded.hash, json = excluded.json`;
      }),

    deleteToken: (id) =>
      link.run(async (sql) => {
        await sql`DELETE FROM tokens WHERE id = ${id}`;
      }),
  };
}
