// The recorded voices of the simulators: what the simulated caller says and what the stand-in answers.
// Made by server/dev/make_speech.ts. It knows nothing of calls or sockets.
import { z } from "zod";
import { createRecogniser } from "./recogniser.ts";

/** One sentence, spoken: headerless mono mu-law at 8 kHz. */
export interface Recording {
  readonly id: string;
  readonly role: "agent" | "caller";
  readonly text: string;
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
}

const Manifest = z.array(z.object({
  id: z.string(),
  role: z.enum(["agent", "caller"]),
  text: z.string(),
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
    manifest.map(async ({ id, role, text, tags, file }): Promise<Recording> => ({
      id,
      role,
      text,
      tags,
      audio: await Deno.readFile(new URL(file, FOLDER)),
    })),
  );
  const findCaller = createRecogniser(recordings.filter(({ role }) => role === "caller"), 0.5);
  return {
    recordings,
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
