// deno task store backup FILE, deno task store restore FILE. The only file of this folder that is a program.
import "@std/dotenv/load";
import { backupDatabase, restoreDatabase } from "./store_copies.ts";
import { StoreError } from "./store_error.ts";

const USAGE = `Backs up and restores the database in DATA_DIR (./data where it is not set).

  deno task store backup FILE    a copy of this moment; the server may run meanwhile
  deno task store restore FILE   puts a backup in its place; stop the server first

A backup holds all that callers said: keep it as safe as the database. It is written for its owner only.`;

/** Exit code; `say` gets lines for the terminal. */
export function runStoreCommand(
  args: readonly string[],
  options: { dataDir: string; nowMs: number; say: (line: string) => void },
): number {
  const { dataDir, nowMs, say } = options;
  const path = `${dataDir}/hookline.db`;
  const [verb, file, ...others] = args;
  if (verb === undefined || ["help", "--help", "-h"].includes(verb)) {
    say(USAGE);
    return verb === undefined ? 2 : 0;
  }
  if (!["backup", "restore"].includes(verb) || file === undefined || others.length > 0) {
    say(`Cannot understand "${args.join(" ")}".\n\n${USAGE}`);
    return 2;
  }
  try {
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

function sizeWords(bytes: number): string {
  return bytes < 1_000_000
    ? `${Math.ceil(bytes / 1000)} kB`
    : `${(bytes / 1_000_000).toFixed(1)} MB`;
}

if (import.meta.main) {
  Deno.exit(runStoreCommand(Deno.args, {
    dataDir: Deno.env.get("DATA_DIR") || "./data",
    nowMs: Date.now(),
    say: console.log,
  }));
}
