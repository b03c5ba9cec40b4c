// People, their sessions and API tokens in PostgreSQL.
import { readPerson, readSession, readTokens, usedToken } from "../admin_rows.ts";
import type { Store } from "../store.ts";
import { keptText } from "./kept_text.ts";
import type { PostgresLink } from "./postgres_link.ts";

type PeoplePart = Pick<
  Store,
  | "sessions"
  | "session"
  | "putSession"
  | "touchSession"
  | "deleteSession"
  | "people"
  | "putPerson"
  | "deletePerson"
  | "tokens"
  | "tokenOf"
  | "putToken"
  | "touchToken"
  | "deleteToken"
>;

export function postgresPeople(link: PostgresLink): PeoplePart {
  return {
    sessions: () =>
      link.run(async (sql) => {
        const rows = await sql`SELECT * FROM sessions ORDER BY created_at_ms, token_hash`;
        return rows.map(readSession);
      }),

    session: (tokenHash) =>
      link.run(async (sql) => {
        const [row] = await sql`SELECT * FROM sessions WHERE token_hash = ${tokenHash}`;
        return row && readSession(row);
      }),

    touchSession: (tokenHash, usedAtMs) =>
      link.run(async (sql) => {
        const { count } = await sql`
          UPDATE sessions SET used_at_ms = greatest(used_at_ms, ${usedAtMs})
          WHERE token_hash = ${tokenHash}`;
        return count === 1;
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

    tokenOf: (hash) =>
      link.run(async (sql) =>
        readTokens(await sql`SELECT json FROM tokens WHERE hash = ${hash}`)[0]
      ),

    touchToken: (id, usedAtMs) =>
      link.transaction(async (sql) => {
        const [row] = readTokens(await sql`SELECT json FROM tokens WHERE id = ${id} FOR UPDATE`);
        if (!row) return false;
        await sql`
          UPDATE tokens SET json = ${JSON.stringify(usedToken(row, usedAtMs))} WHERE id = ${id}`;
        return true;
      }),

    deleteToken: (id) =>
      link.run(async (sql) => {
        await sql`DELETE FROM tokens WHERE id = ${id}`;
      }),
  };
}
