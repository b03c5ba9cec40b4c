// Samples of voices on disk, a small file each. Where it cannot be read or written the sample is made anew.
import type { KeptSamples } from "./voice_samples.ts";

/** Four hundred kinds of sentence, about 35 kB each. */
const MOST = 400;

export function voiceSampleFiles(folder: string): KeptSamples {
  // Names hold a model's name, which a person may have written.
  const path = (name: string) => `${folder}/${name.replaceAll(/[^A-Za-z0-9._-]/g, "-")}.ulaw`;
  return {
    async read(name) {
      try {
        return await Deno.readFile(path(name));
      } catch {
        return null;
      }
    },
    async write(name, audio) {
      try {
        await Deno.mkdir(folder, { recursive: true });
        if ((await Array.fromAsync(Deno.readDir(folder))).length >= MOST) return;
        // Whole or not at all.
        const unfinished = `${path(name)}.new`;
        await Deno.writeFile(unfinished, audio);
        await Deno.rename(unfinished, path(name));
      } catch {
        // It is made anew the next time.
      }
    },
  };
}
