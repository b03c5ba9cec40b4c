// What happens in a simulated call between people, as data: the schema of server/simulator/conversations_two/*.json.
// Pure but for the reading of those files.
import { z } from "zod";

const Ms = z.int().min(0).max(3_600_000);
/** From the end of all that came before; below 0 it begins while that still goes on. */
const Gap = z.int().min(-60_000).max(600_000);
const Who = z.enum(["caller", "agent"]);

const Step = z.discriminatedUnion("do", [
  /** Says a recording of server/simulator/speech. */
  z.strictObject({
    do: z.literal("say"),
    who: Who,
    recording: z.string(),
    gapMs: Gap.default(800),
  }),
  /** A sound without words; `level` is its loudness as root mean square of 16-bit samples. */
  z.strictObject({
    do: z.literal("sound"),
    who: Who,
    kind: z.enum(["music", "noise", "click"]),
    ms: Ms,
    level: z.int().min(1).max(20_000).default(300),
    gapMs: Gap.default(800),
  }),
  /** Genesys pauses the audio (a secure pause, or monitoring is switched off) and goes on afterwards. */
  z.strictObject({ do: z.literal("pause"), ms: Ms.min(1), gapMs: Gap.default(500) }),
  /** So much sound is lost on Genesys' side, which tells it. */
  z.strictObject({ do: z.literal("discard"), ms: Ms, gapMs: Gap.default(500) }),
  /** Architect changes the language. */
  z.strictObject({ do: z.literal("language"), tag: z.string().min(2), gapMs: Gap.default(300) }),
  z.strictObject({ do: z.literal("wait"), ms: Ms }),
]);

export const PeopleScript = z.strictObject({
  name: z.string(),
  about: z.string().default(""),
  /** How the server must be set up, in words for people. */
  needs: z.string().optional(),
  /** Language of `open`; null: none is told. */
  language: z.string().nullable().default("en-us"),
  customConfig: z.unknown().optional(),
  dnis: z.string().optional(),
  /** Whether the position goes on while the audio is paused, or stands still: there are clients of both kinds (§ 8.3). */
  pauseClock: z.enum(["counts", "stands"]).default("counts"),
  steps: z.array(Step).min(1),
  /** How long both are silent before the goodbye. */
  endAfterMs: Ms.default(1500),
  endReason: z.enum(["end", "error", "reconnect"]).default("end"),
});

export type PeopleScript = z.infer<typeof PeopleScript>;
export type PeopleStep = z.infer<typeof Step>;

const FOLDER = new URL("../conversations_two/", import.meta.url);

/** @param name of a shipped script, or the path of a JSON file. Throws with what there is or which field is wrong. */
export async function loadPeopleScript(name: string): Promise<PeopleScript> {
  const isPath = /[./\\]/.test(name);
  let json: string;
  try {
    json = await Deno.readTextFile(isPath ? name : new URL(`${name}.json`, FOLDER));
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
    const names = (await peopleScriptNames()).join(", ");
    throw new Error(
      isPath
        ? `Cannot find script file ${name}`
        : `Cannot find script "${name}": there are ${names}; or give the path of a JSON file`,
    );
  }
  return readPeopleScript(json, name);
}

export function readPeopleScript(json: string, name: string): PeopleScript {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch (error) {
    throw new Error(`Cannot read script ${name}: not JSON (${(error as Error).message})`);
  }
  const read = PeopleScript.safeParse(value);
  if (read.success) return read.data;
  throw new Error(`Cannot read script ${name}:\n${z.prettifyError(read.error)}`);
}

export async function peopleScriptNames(): Promise<string[]> {
  const names: string[] = [];
  for await (const entry of Deno.readDir(FOLDER)) {
    if (entry.name.endsWith(".json")) names.push(entry.name.slice(0, -".json".length));
  }
  return names.sort();
}
