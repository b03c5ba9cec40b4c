// A data folder in which one call has just ended: for walks that begin with something to look at.
import type { CallSummary } from "../../contract/call.ts";
import { foldCall } from "../../contract/fold_call.ts";
import type { CallEvent } from "../../contract/event.ts";
import { silentLog } from "../../observe/log.ts";
import { openSqliteStore } from "../../store/sqlite_store.ts";

/** `told`: all that was told of it, as it was, but for when. */
export async function dataDirWithCall(told: readonly CallEvent[]): Promise<string> {
  const dataDir = await Deno.makeTempDir({ prefix: "hookline-test-" });
  const store = await openSqliteStore({ path: `${dataDir}/hookline.db`, log: silentLog });
  const laterMs = Date.now() - (told.at(-1)?.atMs ?? 0);
  const events = told.map((event) => ({ ...event, atMs: event.atMs + laterMs }));
  const call = events.reduce<CallSummary | null>(foldCall, null);
  await store.append(events.filter(({ type }) => !type.endsWith(".partial")), call ? [call] : []);
  await store.close();
  return dataDir;
}
