// The transcript in German.
import { plural } from "../numbers.ts";
import type { TRANSCRIPT_TEXTS } from "../transcript.ts";

export const transcript: typeof TRANSCRIPT_TEXTS = {
  name: "Transkript",
  following: "Dem Ende folgen",
  notFollowing: "Dem Transkript wird nicht mehr gefolgt",
  unread: (lines: number) => plural(lines, "neue Zeile", "neue Zeilen"),
  silent: "Noch hat niemand gesprochen. Worte erscheinen hier, wie sie entstehen.",
  nothing: "In diesem Anruf wurde nichts gesagt.",
  endedAfter: (length: string) => `nach ${length}`,
  line: {
    supervisor: "Aufsicht",
    cutIn: "fiel ins Wort",
    answeredAfter: (time: string) => `antwortete nach ${time}`,
    unwritten: "Eine Aufsicht spricht mit dem Anrufer; das wird nicht mitgeschrieben.",
    untranslated: "Nicht übersetzt: Das Original ging hinaus.",
    say: "sagt, was eine Aufsicht geschrieben hat",
    whisper: "nach Geflüstertem",
    beingHeard: "ist zu hören",
    speaking: "spricht",
    lost: "Nicht zu transkribieren; der Agent hat es trotzdem gehört.",
    neverHeard: "Der Anrufer hat das nie gehört.",
    unheardFromHere: "(ab hier nicht gehört:)",
    cutNote: ({ at, heard, of, estimated, byCaller }) => {
      const share = `${estimated ? "etwa " : ""}${heard} von ${of}`;
      return byCaller
        ? `Der Anrufer fiel bei ${at} ins Wort und hörte ${share}`
        : `Abgebrochen bei ${at}; der Anrufer hörte ${share}`;
    },
  },
};
