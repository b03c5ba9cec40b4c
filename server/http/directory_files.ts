// The console's built files in a folder. A name is a plain name of one file in it, or nothing:
// no separators, so that no path can lead out.
import type { StaticFiles } from "./admin_deps.ts";

const PLAIN_NAME = /^[A-Za-z0-9_][A-Za-z0-9._-]{0,120}$/;

/** `directory`: path of the folder; it may be missing, then every file is. */
export function directoryFiles(directory: string): StaticFiles {
  return {
    async read(name) {
      if (!PLAIN_NAME.test(name)) return undefined;
      try {
        return await Deno.readFile(`${directory}/${name}`);
      } catch (error) {
        if (isAbsence(error)) return undefined;
        throw error;
      }
    },
  };
}

function isAbsence(error: unknown): boolean {
  return error instanceof Deno.errors.NotFound || error instanceof Deno.errors.IsADirectory ||
    error instanceof Deno.errors.NotADirectory;
}
