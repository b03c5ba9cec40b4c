// deno task store backup FILE, restore FILE and copy. The only file of this folder that is a program.
import "@std/dotenv/load";
import { backupDatabase, restoreDatabase } from "./store_copies.ts";
import { StoreError } from "./store_error.ts";

const USAGE = `Backs up and restores the database in DATA_DIR (./data where it is not set).

  deno task store backup FILE    a copy of this moment; the server may run meanwhile
  deno task store restore FILE   puts a backup in its place; stop the server first
  deno task store copy           all of it into the empty PostgreSQL database of DATABASE_URL; stop the server first

A backup holds all that callers said: keep it as safe as the database. It is written for its owner only.`;

/** Exit code; `say` gets lines for the terminal. */
export async function runStoreCommand(
  args: readonly string[],
  options: { dataDir: string; databaseUrl: string; nowMs: number; say: (line: string) => void },
): Promise<number> {
  const { dataDir, databaseUrl, nowMs, say } = options;
  const path = `${dataDir}/hookline.db`;
  const [verb, file, ...others] = args;
  if (verb === undefined || ["help", "--help", "-h"].includes(verb)) {
    say(USAGE);
    return verb === undefined ? 2 : 0;
  }
  const understood = verb === "copy"
    ? file === undefined
    : ["backup", "restore"].includes(verb) && file !== undefined && others.length === 0;
  if (!understood) {
    say(`Cannot understand "${args.join(" ")}".\n\n${USAGE}`);
    return 2;
  }
  try {
    if (file === undefined) return await copyStore(path, databaseUrl, say);
    if (verb === "backup") {
      const { bytes, calls } = backupDatabase(path, file);
      say(`Backed up ${path} to ${file}: ${calls} calls, ${sizeWords(bytes)}.`);
      return 0;
    }
    const stamp = new Date(nowMs).toISOString().replace(/[-:]|\..*/g, "");
    const { copied, keptAt } = restoreDatabase(path, file, stamp);
    say(`Restored ${path} from ${file}: ${copied.calls} calls, ${sizeWords(copied.bytes)}.`);
    if (keptAt) say(`What was there is kept at ${keptAt}; delete it once all is well.`);
    return 0;
  } catch (error) {
    if (!(error instanceof StoreError)) throw error;
    say(error.message);
    return 1;
  }
}

async function copyStore(
  path: string,
  url: string,
  say: (line: string) => void,
): Promise<number> {
  if (url === "") {
    say("Cannot copy: DATABASE_URL is not set; it names the PostgreSQL database to copy into.");
    return 2;
  }
  // Only who copies needs what speaks with PostgreSQL.
  const { copyToPostgres } = await import("./postgres/copy_store.ts");
  const { calls, events, rows } = await copyToPostgres(path, url, { say });
  say(`Copied ${path}: ${calls} calls with ${events} events, and ${rows} other rows.`);
  return 0;
}

function sizeWords(bytes: number): string {
  return bytes < 1_000_000
    ? `${Math.ceil(bytes / 1000)} kB`
    : `${(bytes / 1_000_000).toFixed(1)} MB`;
}

if (import.meta.main) {
  const exitCode = await runStoreCommand(Deno.args, {
    dataDir: Deno.env.get("DATA_DIR") || "./data",
    databaseUrl: Deno.env.get("DATABASE_URL") ?? "",
    nowMs: Date.now(),
    say: console.log,
  });
  Deno.exit(exitCode);
}
