// The script that a call really follows: what was given, or what there is without, with the digits that were asked for.
// It knows no protocol; a fault in a script is told before anything is dialled.
import type { Speech } from "../speech.ts";
import type { Script } from "./caller_script.ts";
import { loadScript } from "./conversations.ts";
import { voiceOf } from "./voices.ts";

/** What a caller does with audio that was handed in. */
const PLAY_WAV: Script = {
  name: "wav",
  about: "Plays the audio that was handed in, listens, hangs up",
  steps: [
    { do: "say", recording: "wav" },
    { do: "listen", quietMs: 2000, timeoutMs: 10_000, optional: true },
    { do: "hang_up" },
  ],
};

export interface CallScriptOptions {
  /** "parcel" when neither a script nor audio is given. */
  script?: Script;
  /** Mono mu-law at 8 kHz: the recording "wav". */
  audio?: Uint8Array;
  /** Pressed after the agent has spoken for the first time. */
  digits?: string;
}

/** Rejects when the script names a recording that does not exist. */
export async function callScript(options: CallScriptOptions, speech: Speech): Promise<Script> {
  const { audio } = options;
  const script = withDigits(
    options.script ?? (audio ? PLAY_WAV : await loadScript("parcel")),
    options.digits ?? "",
  );
  for (const step of script.steps) {
    if (step.do === "say" || step.do === "interrupt") voiceOf(step.recording, audio, speech);
  }
  return script;
}

function withDigits(script: Script, digits: string): Script {
  if (!digits) return script;
  const at = script.steps.findIndex((step) => step.do === "listen") + 1;
  const steps = script.steps.toSpliced(at, 0, { do: "press", digits, gapMs: 300 });
  return { ...script, steps };
}
