// deno task store backup FILE, restore FILE and copy. The only file of this folder that is a program.
import "@std/dotenv/load";
import { readGenesysKey, storedGenesysKey } from "../process/genesys_key.ts";
import { silentLog } from "../observe/log.ts";
import { copyRecordings } from "../recording/copy_recordings.ts";
import { backupDatabase, restoreDatabase } from "./store_copies.ts";
import { StoreError } from "./store_error.ts";

const USAGE =
  `Backs up and restores the database in DATA_DIR (./data where it is not set). Where DATABASE_URL is set there is
none: back it up as you back up PostgreSQL.

  deno task store backup FILE    a copy of this moment; the server may run meanwhile
  deno task store restore FILE   puts a backup in its place; stop the server first
  deno task store copy           all of it into the empty PostgreSQL database of DATABASE_URL, with the recordings and
                                 the key for Genesys; stop the server first
  deno task store recordings     recordings once more: those that a copy that was cut short has left

A backup holds all that callers said: keep it as safe as the database. It is written for its owner only.`;

/** Exit code; `say` gets lines for the terminal. */
export async function runStoreCommand(
  args: readonly string[],
  options: {
    dataDir: string;
    databaseUrl: string;
    /** Where RECORDINGS_DIR is set they are not in DATA_DIR, and stay where they are. */
    recordingsDir?: string;
    nowMs: number;
    say: (line: string) => void;
  },
): Promise<number> {
  const { dataDir, nowMs, say } = options;
  const path = `${dataDir}/hookline.db`;
  const [verb, file, ...others] = args;
  if (verb === undefined || ["help", "--help", "-h"].includes(verb)) {
    say(USAGE);
    return verb === undefined ? 2 : 0;
  }
  const understood = verb === "copy" || verb === "recordings"
    ? file === undefined
    : ["backup", "restore"].includes(verb) && file !== undefined && others.length === 0;
  if (!understood) {
    say(`Cannot understand "${args.join(" ")}".\n\n${USAGE}`);
    return 2;
  }
  if (file !== undefined && options.databaseUrl !== "") {
    say(
      `Cannot ${verb}: DATABASE_URL is set, so what is kept is in PostgreSQL, and ${path} is not used.`,
    );
    say("For the file nonetheless: DATABASE_URL= deno task store …");
    return 2;
  }
  try {
    if (file === undefined) return await copyStore(verb, options);
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
  verb: string,
  { dataDir, databaseUrl: url, recordingsDir = "", say }: Parameters<typeof runStoreCommand>[1],
): Promise<number> {
  if (url === "") {
    say("Cannot copy: DATABASE_URL is not set; it names the PostgreSQL database to copy into.");
    return 2;
  }
  // Only who copies needs what speaks with PostgreSQL.
  if (verb === "copy") {
    const path = `${dataDir}/hookline.db`;
    const { copyToPostgres } = await import("./postgres/copy_store.ts");
    const { calls, events, rows } = await copyToPostgres(path, url, { say });
    say(`Copied ${path}: ${calls} calls with ${events} events, and ${rows} other rows.`);
    await copyGenesysKey(dataDir, url, say);
  }
  if (recordingsDir !== "") {
    say(`Recordings stay in ${recordingsDir} (RECORDINGS_DIR).`);
    return 0;
  }
  const { openPostgresSound } = await import("./postgres/postgres_sound_thread.ts");
  const pieces = openPostgresSound({ url, log: silentLog });
  try {
    const { copied, there } = await copyRecordings({
      folder: `${dataDir}/recordings`,
      pieces,
      say,
    });
    say(`Copied ${copied} recordings${there > 0 ? `; ${there} were there` : ""}.`);
    return 0;
  } catch (error) {
    const words = error instanceof Error ? error.message : String(error);
    say(`Not all recordings were copied: ${words}`);
    say("Everything else was. To go on with them: deno task store recordings");
    return 1;
  } finally {
    await pieces.close();
  }
}

/** Phone systems know it: with another one nobody could call. */
async function copyGenesysKey(
  dataDir: string,
  url: string,
  say: (line: string) => void,
): Promise<void> {
  const key = readGenesysKey(dataDir);
  if (key === null) return;
  const { PostgresLink } = await import("./postgres/postgres_link.ts");
  const { postgresSettings } = await import("./postgres/postgres_settings.ts");
  const link = new PostgresLink(url);
  try {
    await storedGenesysKey(postgresSettings(link), key);
    say("Copied the key for Genesys.");
  } finally {
    await link.close();
  }
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
    recordingsDir: Deno.env.get("RECORDINGS_DIR") ?? "",
    nowMs: Date.now(),
    say: console.log,
  });
  Deno.exit(exitCode);
}
