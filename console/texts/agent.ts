// Every word around the settings of an agent: its page, how the draft stands, publishing, versions, two who edit at once.
import { texted } from "./language.ts";
import { plural } from "./numbers.ts";

export const AGENT_TEXTS = texted("agent", {
  title: "Agent",
  back: "Agents",
  fetching: "Fetching the agent…",
  unknown: "No such agent",
  unknownWords: "The address may not be whole.",
  failed: "The agent could not be fetched",
  about: "{version} answers calls. Edits go to a draft until you publish them.",
  talk: "Talk to it",
  parts: "Parts of the agent",
  toLookAt: (fields: number) => `${plural(fields, "field")} to look at`,
  edited: "Edited, not published yet",
  /** After the name of a part. */
  editedShort: ", edited",
  merged: {
    both: "Both edits are in the draft.",
    unclean: "Where both texts differ, both stand in the draft: sort them out before publishing.",
    overruled: (places: string) =>
      `Both had changed the same under ${places}: look there before publishing.`,
    place: (part: string) => `“${part}”`,
  },
  save: {
    saved: (time: string) => `Draft saved ${time}`,
    saving: "Saving…",
    faults: (fields: number) =>
      `Not saved: ${fields === 1 ? "a field needs" : `${fields} fields need`} a look`,
    show: "Show it",
    trying: (why: string) => `Not saved, trying again. ${why}`,
    conflict: "Not saved: somebody else has edited too",
  },
  publish: {
    same: "The draft is what answers calls.",
    open: (version: string) => `Publish ${version}…`,
    title: (version: string) => `Publish ${version}`,
    act: (version: string) => `Publish ${version}`,
    restoreTitle: (old: string, version: string) => `Restore ${old} as ${version}`,
    restore: (version: string) => `Restore as ${version}`,
    busy: "Publishing…",
    cancel: "Not yet",
    from: (version: string) => `New calls are answered with ${version} from now on.`,
    keep: (calls: number, version: string) =>
      `${plural(calls, "call")} in progress ${
        calls === 1 ? "keeps" : "keep"
      } ${version} to the end.`,
    keepNone: "No call with it is in progress.",
    why: "Why",
    whyHint: "One line; it stands in the list of versions.",
    noWhy: "Say in one line why",
    done: (version: string) => `${version} answers new calls from now on.`,
  },
  versions: {
    title: "Versions",
    live: "Answers calls",
    noNote: "No reason given",
    restore: "Restore…",
    /** After the button's words, for those who only hear it. */
    restoreWhich: (version: number) => ` version ${version}`,
  },
  conflict: {
    title: "Somebody else saved this draft while you were editing",
    words: "Nothing is lost: both texts are here, and nothing is saved until you choose.",
    theirs: "Theirs",
    yours: "Yours",
    prompt: (whose: string) => `${whose}: prompt`,
    diff: "From theirs to yours, line by line",
    merge: "Edit merged",
    keepMine: "Keep mine on top of theirs",
    takeTheirs: "Take theirs",
  },
});
