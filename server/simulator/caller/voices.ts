// What the caller says and what the agent was heard to say, as recordings with words. It knows no protocol.
import { createRecogniser } from "../recogniser.ts";
import type { Speech } from "../speech.ts";

/** @param wav the recording "wav". Throws when there is no such recording. */
export function voiceOf(
  id: string,
  wav: Uint8Array | undefined,
  speech: Speech,
): { text: string; audio: Uint8Array } {
  return id === "wav" && wav ? { text: "(audio)", audio: wav } : speech.byId(id);
}

/** @returns a function that tells the words of the agent's recordings, if they passed untouched */
export function agentWords(speech: Speech): (audio: Uint8Array) => string | undefined {
  const recognise = createRecogniser(
    speech.recordings.filter(({ role }) => role === "agent"),
    0.08,
  );
  return (audio) => recognise(audio).map(({ recording }) => recording.text).join(" ") || undefined;
}
