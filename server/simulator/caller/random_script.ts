// Invents callers: random questions, interruptions, keys, pauses, and ends. Pure: the same numbers, the same caller.
import type { Script, ScriptStep } from "./caller_script.ts";

const PATIENCE = { timeoutMs: 8_000, optional: true };

/** @param recordings ids of what a caller may say */
export function randomScript(random: () => number, recordings: readonly string[]): Script {
  const below = (max: number) => Math.floor(random() * max);
  const recording = () => recordings[below(recordings.length)]!;
  const listen = (): ScriptStep => ({ do: "listen", quietMs: 400 + below(1200), ...PATIENCE });
  const digits = () =>
    Array.from({ length: 1 + below(5) }, () => "0123456789*#"[below(12)]).join("");

  const steps: ScriptStep[] = [];
  // One in five speaks into the greeting.
  if (random() < 0.8) steps.push(listen());
  for (let turns = 1 + below(5); turns > 0; turns--) {
    const dice = random();
    if (dice < 0.5) steps.push({ do: "say", recording: recording() }, listen());
    else if (dice < 0.75) {
      steps.push(
        { do: "say", recording: recording() },
        { do: "interrupt", afterMs: 200 + below(3000), recording: recording(), ...PATIENCE },
        listen(),
      );
    } else if (dice < 0.9) {
      steps.push({ do: "press", digits: digits(), gapMs: 100 + below(400) }, listen());
    } else steps.push({ do: "pause", ms: below(3000) });
  }
  const end = random();
  if (end < 0.15) steps.push({ do: "drop" });
  else if (end < 0.5) steps.push({ do: "pause", ms: below(1500) }, { do: "hang_up" });
  else {
    steps.push({ do: "say", recording: "caller-goodbye" }, listen(), { do: "hang_up" });
  }
  return { name: "random", about: "", steps };
}
