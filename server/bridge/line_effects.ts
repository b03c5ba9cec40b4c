// Effects of a step that are for the line: what the caller hears, and what of the caller goes on to the model.
import type { CallerAudio } from "./caller_audio.ts";
import type { Vault } from "./secret_digits.ts";
import type { Effect } from "./talk.ts";
import type { Voice } from "./voice.ts";

export type LineEffect = Extract<Effect, {
  do: "interrupt" | "silence" | "clip" | "drain" | "mute" | "hush" | "press" | "seal";
}>;

const FOR_LINE: ReadonlySet<Effect["do"]> = new Set<LineEffect["do"]>([
  "interrupt",
  "silence",
  "clip",
  "drain",
  "mute",
  "hush",
  "press",
  "seal",
]);

export function isForLine(effect: Effect): effect is LineEffect {
  return FOR_LINE.has(effect.do);
}

export function toLine(
  effect: LineEffect,
  { voice, callerAudio, vault }: { voice: Voice; callerAudio: CallerAudio; vault: Vault },
): void {
  switch (effect.do) {
    case "interrupt":
      return voice.interrupt(effect.itemId, effect.cancel);
    case "silence":
      return voice.silence();
    case "clip":
      return voice.playClip(effect.clip);
    case "drain":
      voice.pacer.waitForReports();
      return voice.pacer.complete();
    case "mute":
      return callerAudio.mute();
    case "hush":
      return callerAudio.hush(effect.on);
    case "press":
      return vault.press(effect.digit);
    case "seal":
      return vault.seal(effect.name);
  }
}
