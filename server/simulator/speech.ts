// The recorded voices of the simulators: what the simulated caller says and what the stand-in answers.
// Made by server/dev/make_speech.ts. It knows nothing of calls or sockets.
import { z } from "zod";
import { createRecogniser } from "./recogniser.ts";
import { createWordSpotting, type WordSpotter } from "./word_spotter.ts";

/** One sentence, spoken: headerless mono mu-law at 8 kHz. */
export interface Recording {
  readonly id: string;
  /** "person": of a call between people, with the tag "side:agent" or "side:caller". */
  readonly role: "agent" | "caller" | "person";
  readonly text: string;
  /** ISO 639-1. */
  readonly language: string;
  /** "asks:x" of a caller is answered by "answers:x" of an agent. */
  readonly tags: readonly string[];
  readonly audio: Uint8Array;
}

export interface Speech {
  readonly recordings: readonly Recording[];
  /** Throws when there is no such recording. */
  byId(id: string): Recording;
  /**
   * The caller's recording of which at least half is in `audio`, if it passed untouched; of several the
   * most complete, of equals the last.
   */
  recognise(audio: Uint8Array): Recording | undefined;
  /** Listens to a stretch of audio as it comes, for the words of all recordings. */
  spotWords(): WordSpotter<Recording>;
}

const Manifest = z.array(z.object({
  id: z.string(),
  role: z.enum(["agent", "caller", "person"]),
  text: z.string(),
  language: z.string().default("en"),
  file: z.string().regex(/^[a-z0-9-]+\.ulaw$/),
  durationMs: z.int().positive(),
  tags: z.array(z.string()),
}));

const FOLDER = new URL("./speech/", import.meta.url);

export async function loadSpeech(): Promise<Speech> {
  const manifest = Manifest.parse(
    JSON.parse(await Deno.readTextFile(new URL("manifest.json", FOLDER))),
  );
  const recordings = await Promise.all(
    manifest.map(async ({ id, role, text, language, tags, file }): Promise<Recording> => ({
      id,
      role,
      text,
      language,
      tags,
      audio: await Deno.readFile(new URL(file, FOLDER)),
    })),
  );
  const findCaller = createRecogniser(recordings.filter(({ role }) => role === "caller"), 0.5);
  // Only few of those who load the recordings listen to them.
  let spotting: (() => WordSpotter<Recording>) | undefined;
  return {
    recordings,
    spotWords: () => (spotting ??= createWordSpotting(recordings))(),
    byId(id) {
      const recording = recordings.find((one) => one.id === id);
      if (recording) return recording;
      const ids = recordings.map((one) => one.id).join(", ");
      throw new Error(`Cannot find recording "${id}": there are ${ids}`);
    },
    recognise(audio) {
      let best: { recording: Recording; share: number } | undefined;
      for (const match of findCaller(audio)) {
        if (!best || match.share >= best.share) best = match;
      }
      return best?.recording;
    },
  };
}
