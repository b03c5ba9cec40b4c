// Every word of the transcript that nobody said.
import { texted } from "./language.ts";
import { plural } from "./numbers.ts";

interface CutNote {
  at: string;
  heard: string;
  of: string;
  estimated: boolean;
  byCaller: boolean;
}

export const TRANSCRIPT_TEXTS = texted("transcript", {
  name: "Transcript",
  following: "Follow the end",
  notFollowing: "Not following the transcript any more",
  unread: (lines: number) => plural(lines, "new line"),
  silent: "Nobody has spoken yet. Words appear here as they form.",
  nothing: "Nothing was said in this call.",
  endedAfter: (length: string) => `after ${length}`,
  line: {
    supervisor: "Supervisor",
    cutIn: "cut in",
    answeredAfter: (time: string) => `answered after ${time}`,
    unwritten: "A supervisor speaks with the caller; it is not written down.",
    untranslated: "Not translated: the original went out.",
    say: "says what a supervisor wrote",
    whisper: "after a whisper",
    beingHeard: "being heard",
    speaking: "speaking",
    lost: "Could not be transcribed; the agent heard it all the same.",
    neverHeard: "The caller never heard this.",
    unheardFromHere: "(not heard from here:)",
    cutNote: ({ at, heard, of, estimated, byCaller }: CutNote) => {
      const share = `heard ${estimated ? "about " : ""}${heard} of ${of}`;
      return byCaller
        ? `The caller cut in at ${at} and ${share}`
        : `Cut off at ${at}; the caller ${share}`;
    },
  },
});
