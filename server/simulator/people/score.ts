// Lays a script out in time: what is to be heard on each side when, and what happens beside it. Pure.
// All times are on the clock of the media, which is what offsets of transcripts count in (audiohook § 8.3).
import { BYTES_PER_MS, SILENCE } from "../../audio/ulaw.ts";
import type { Recording } from "../speech.ts";
import type { PeopleScript } from "./people_script.ts";
import { soundOf } from "./sounds.ts";

export type Who = "caller" | "agent";

/** Sound of one side. */
export interface Sound {
  who: Who;
  startMs: number;
  audio: Uint8Array;
}

/** A recording that is said. */
export interface Said {
  who: Who;
  recording: string;
  text: string;
  /** ISO 639-1. */
  language: string;
  startMs: number;
  endMs: number;
}

export type Deed =
  | { do: "pause"; atMs: number; ms: number }
  | { do: "discard"; atMs: number; ms: number }
  | { do: "language"; atMs: number; tag: string };

export interface Score {
  /** By their beginnings; a later one covers an earlier one of its side. */
  sounds: readonly Sound[];
  said: readonly Said[];
  /** By their times. */
  deeds: readonly Deed[];
  endMs: number;
}

/** Throws when somebody says two things at once. @param voice the recording of that name; throws when there is none */
export function compose(script: PeopleScript, voice: (id: string) => Recording): Score {
  const sounds: Sound[] = [];
  const said: Said[] = [];
  const deeds: Deed[] = [];
  /** The end of all that came before. */
  let atMs = 0;
  const from = (gapMs: number) => Math.max(0, atMs + gapMs);
  for (const step of script.steps) {
    switch (step.do) {
      case "say": {
        const { who } = step;
        const { id, text, language, audio } = voice(step.recording);
        const startMs = from(step.gapMs);
        const endMs = startMs + audio.length / BYTES_PER_MS;
        if (said.some((one) => one.who === who && one.endMs > startMs && one.startMs < endMs)) {
          throw new Error(
            `Cannot play ${script.name}: the ${who} says ${id} while still saying something else`,
          );
        }
        sounds.push({ who, startMs, audio });
        said.push({ who, recording: id, text, language, startMs, endMs });
        atMs = Math.max(atMs, endMs);
        break;
      }
      case "sound": {
        const startMs = from(step.gapMs);
        sounds.push({ who: step.who, startMs, audio: soundOf(step.kind, step) });
        atMs = Math.max(atMs, startMs + step.ms);
        break;
      }
      case "pause":
      case "discard": {
        const startMs = from(step.gapMs);
        deeds.push({ do: step.do, atMs: startMs, ms: step.ms });
        // A clock that stands still has no time for what is said meanwhile.
        const passes = step.do === "discard" || script.pauseClock === "counts";
        if (passes) atMs = Math.max(atMs, startMs + step.ms);
        break;
      }
      case "language":
        deeds.push({ do: "language", atMs: from(step.gapMs), tag: step.tag });
        break;
      case "wait":
        atMs += step.ms;
        break;
    }
  }
  const byTime = (a: { atMs: number }, b: { atMs: number }) => a.atMs - b.atMs;
  return {
    sounds: sounds.sort((a, b) => a.startMs - b.startMs),
    said: said.sort((a, b) => a.startMs - b.startMs),
    deeds: deeds.sort(byTime),
    endMs: atMs + script.endAfterMs,
  };
}

/** Two recorded sides, to be played as they are. */
export function composeTracks(
  tracks: { caller?: Uint8Array; agent?: Uint8Array },
  endAfterMs = 1500,
): Score {
  const sounds = (["caller", "agent"] as const).flatMap((who): Sound[] => {
    const audio = tracks[who];
    return audio ? [{ who, startMs: 0, audio }] : [];
  });
  const lengthMs = Math.max(0, ...sounds.map(({ audio }) => audio.length / BYTES_PER_MS));
  return { sounds, said: [], deeds: [], endMs: lengthMs + endAfterMs };
}

/** A stretch of the call with these channels, sample by sample in turn; in samples of one channel. */
export function render(
  { sounds }: Score,
  channels: readonly Who[],
  { from, until }: { from: number; until: number },
): Uint8Array {
  const frame = new Uint8Array((until - from) * channels.length).fill(SILENCE);
  for (const { who, startMs, audio } of sounds) {
    const channel = channels.indexOf(who);
    const start = Math.round(startMs * BYTES_PER_MS);
    if (channel < 0 || start >= until || start + audio.length <= from) continue;
    const last = Math.min(until, start + audio.length);
    for (let at = Math.max(from, start); at < last; at++) {
      frame[(at - from) * channels.length + channel] = audio[at - start]!;
    }
  }
  return frame;
}
