// Samples of voices on disk, a small file each. Where the disk cannot be written, and some hosts have none, the last few
// are kept in memory.
import type { KeptSamples } from "./voice_samples.ts";

/** Four hundred kinds of sentence, about 35 kB each. */
const MOST = 400;
const MOST_IN_MEMORY = 40;

export function voiceSampleFiles(folder: string): KeptSamples {
  const inMemory = new Map<string, Uint8Array<ArrayBuffer>>();
  // Names hold a model's name, which a person may have written.
  const path = (name: string) => `${folder}/${name.replaceAll(/[^A-Za-z0-9._-]/g, "-")}.ulaw`;
  return {
    async read(name) {
      try {
        return await Deno.readFile(path(name));
      } catch {
        return inMemory.get(name) ?? null;
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
        inMemory.set(name, audio.slice());
        const [oldest] = inMemory.keys();
        if (inMemory.size > MOST_IN_MEMORY && oldest !== undefined) inMemory.delete(oldest);
      }
    },
  };
}
