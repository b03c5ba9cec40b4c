// The sound of calls in PostgreSQL: a row for each call, a row for each piece of about two seconds.
import type { SoundPieces } from "../sound_pieces.ts";
import { StoreError } from "../store_error.ts";
import { keptText } from "./kept_text.ts";
import type { PostgresLink } from "./postgres_link.ts";

/** A database that is away for longer ends what is being recorded; whoever records waits for a minute at most. */
const PATIENCE_MS = 30_000;
const TRY_AGAIN_MS = 500;
/** Of one answer; pieces are of about 32 kB. */
const PIECES_READ = 4;
/** Larger names would not fit the index; no phone system has such. */
const LONGEST_NAME = 500;

export function postgresSound(
  link: PostgresLink,
  patienceMs: number = PATIENCE_MS,
): Omit<SoundPieces, "close"> {
  return {
    begin(callId, atMs) {
      if (callId.length > LONGEST_NAME) {
        throw new StoreError("failed", "Cannot keep the sound of a call: its name is too long");
      }
      return patiently(patienceMs, () =>
        link.run(async (sql) => {
          const { count } = await sql`
            INSERT INTO recordings (call_id, bytes, at_ms) VALUES (${keptText(callId)}, 0, ${atMs})
            ON CONFLICT DO NOTHING`;
          return count > 0;
        }));
    },

    add: ({ callId, from, audio, atMs }) =>
      patiently(patienceMs, () =>
        link.run(async (sql) => {
          const id = keptText(callId);
          const { count } = await sql`
            WITH grown AS (
              UPDATE recordings SET bytes = ${from + audio.length}, at_ms = ${atMs}
              WHERE call_id = ${id} AND bytes = ${from} RETURNING call_id
            )
            INSERT INTO recording_pieces (call_id, from_byte, audio)
            SELECT call_id, ${from}, ${audio} FROM grown`;
          if (count > 0) return true;
          // Of a request that got no answer it is not known whether it was carried out.
          const [row] = await sql`SELECT bytes FROM recordings WHERE call_id = ${id}`;
          return row !== undefined && Number(row["bytes"]) === from + audio.length;
        })),

    size: (callId) =>
      link.run(async (sql) => {
        const [row] = await sql`SELECT bytes FROM recordings WHERE call_id = ${keptText(callId)}`;
        return row ? Number(row["bytes"]) : null;
      }),

    read: ({ callId, from, bytes }) =>
      link.run(async (sql) => {
        const id = keptText(callId);
        const rows = await sql`
          SELECT from_byte, audio FROM recording_pieces
          WHERE call_id = ${id} AND from_byte < ${from + bytes} AND from_byte >= (
            SELECT coalesce(max(from_byte), 0) FROM recording_pieces
            WHERE call_id = ${id} AND from_byte <= ${from}
          )
          ORDER BY from_byte LIMIT ${PIECES_READ}`;
        const pieces = rows.map((row) => row["audio"] as Uint8Array);
        const start = Number(rows[0]?.["from_byte"] ?? from);
        const joined = new Uint8Array(pieces.reduce((sum, { length }) => sum + length, 0));
        let at = 0;
        for (const piece of pieces) {
          joined.set(piece, at);
          at += piece.length;
        }
        return joined.slice(from - start, from - start + bytes);
      }),

    delete: (callId) =>
      link.run(async (sql) => {
        const { count } = await sql`DELETE FROM recordings WHERE call_id = ${keptText(callId)}`;
        return count > 0;
      }),

    deleteOld: ({ beforeMs, limit }) =>
      link.run(async (sql) => {
        const rows = await sql`
          DELETE FROM recordings WHERE call_id IN (
            SELECT call_id FROM recordings WHERE at_ms < ${beforeMs} ORDER BY at_ms LIMIT ${limit}
          ) RETURNING call_id`;
        return rows.map((row) => String(row["call_id"]));
      }),

    bytes: () =>
      link.run(async (sql) => {
        const [row] = await sql`SELECT coalesce(sum(bytes), 0)::bigint AS bytes FROM recordings`;
        return Number(row?.["bytes"]);
      }),

    diskBytes: () =>
      link.run(async (sql) => {
        const [row] = await sql`
          SELECT pg_database_size(current_database())::bigint AS all_of_it,
            pg_total_relation_size('recording_pieces')::bigint AS sound`;
        return { all: Number(row?.["all_of_it"]), sound: Number(row?.["sound"]) };
      }),
  };
}

/** A database that starts anew is waited for, as a slow disk would be. */
async function patiently<T>(patienceMs: number, ask: () => Promise<T>): Promise<T> {
  const untilMs = performance.now() + patienceMs;
  for (;;) {
    try {
      return await ask();
    } catch (error) {
      const passes = error instanceof StoreError && ["unreachable", "busy"].includes(error.code);
      if (!passes || performance.now() + TRY_AGAIN_MS > untilMs) throw error;
      await new Promise((resolve) => setTimeout(resolve, TRY_AGAIN_MS));
    }
  }
}
