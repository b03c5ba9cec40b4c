// Finds the scripts of server/simulator/conversations by name. Reads files; knows no calls.
import { readScript, type Script } from "./caller_script.ts";

const FOLDER = new URL("../conversations/", import.meta.url);

/** @param name of a shipped script, or the path of a JSON file. Throws with what there is. */
export async function loadScript(name: string): Promise<Script> {
  const isPath = /[./\\]/.test(name);
  const place = isPath ? name : new URL(`${name}.json`, FOLDER);
  let json: string;
  try {
    json = await Deno.readTextFile(place);
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
    const names = (await scriptNames()).join(", ");
    throw new Error(
      isPath
        ? `Cannot find script file ${name}`
        : `Cannot find script "${name}": there are ${names}; or give the path of a JSON file`,
    );
  }
  return readScript(json, name);
}

export async function scriptNames(): Promise<string[]> {
  const names: string[] = [];
  for await (const entry of Deno.readDir(FOLDER)) {
    if (entry.name.endsWith(".json")) names.push(entry.name.slice(0, -".json".length));
  }
  return names.sort();
}
