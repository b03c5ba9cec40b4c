// How much disk the store and the recordings take, for people who look at the health of the server. Asks at most every
// half minute, and holds nothing up.
import type { Clock } from "../clock.ts";
import type { StorageSizes } from "../server_health.ts";

const FRESH_MS = 30_000;

/** `measure` may reject: then nothing is known. */
export function storageSizes(
  { measure, clock }: { measure: () => Promise<StorageSizes>; clock: Clock },
): () => Promise<StorageSizes> {
  let asked: { atMs: number; sizes: Promise<StorageSizes> } | null = null;
  return () => {
    if (asked === null || clock.now() - asked.atMs > FRESH_MS) {
      const sizes = measure().catch(() => ({ bytes: null, recordingsBytes: null }));
      asked = { atMs: clock.now(), sizes };
    }
    return asked.sizes;
  };
}

/** Of the SQLite database of DATA_DIR. */
export async function databaseFileBytes(dataDir: string): Promise<number | null> {
  // What was written last is in the journal.
  const parts = ["", "-wal"].map((end) => bytesOf(`${dataDir}/hookline.db${end}`));
  const [database, journal] = await Promise.all(parts);
  return database === null || database === undefined ? null : database + (journal ?? 0);
}

export async function folderBytes(path: string): Promise<number | null> {
  try {
    let sum = 0;
    for await (const entry of Deno.readDir(path)) {
      if (entry.isFile) sum += await bytesOf(`${path}/${entry.name}`) ?? 0;
    }
    return sum;
  } catch {
    return null;
  }
}

async function bytesOf(path: string): Promise<number | null> {
  try {
    return (await Deno.stat(path)).size;
  } catch {
    return null;
  }
}
