// Every word of recordings: their marks, their player, the switch of an agent.
import { texted } from "./language.ts";

export const RECORDING_TEXTS = texted("recording", {
  tag: "Recording",
  tagHint: "Both sides of this call are being kept as sound.",
  gone: "The recording was deleted.",
  brokeOff: (why: string) => `The recording broke off: ${why}.`,
  notBegun: (why: string) => `This call was not recorded: ${why}.`,
  why: {
    disk_full: "the disk is nearly full",
    disk_slow: "the disk could not keep up",
    not_written: "the file could not be written",
    exists: "there was one of this name",
    other: (code: string) => `code ${code}`,
  },
  mayNot: "This call was recorded. To hear it, ask somebody with the role supervisor.",
  player: {
    title: "Recording",
    play: "Play",
    pause: "Pause",
    back: "5 seconds back",
    ahead: "5 seconds on",
    time: (at: string, length: string) => `${at} of ${length}`,
    seek: "Where the recording plays",
    loading: "Fetching the sound…",
    failed:
      "The recording could not be played. It may have been deleted meanwhile; reload the page.",
    speed: "Speed",
    times: (rate: string) => `${rate}×`,
    sides: "Hear",
    side: { both: "Both sides", caller: "Caller", agent: "Our side" },
    download: "Download",
    remove: "Delete the recording",
    removeAgain: "Delete for good",
    removeTold: "Press again to delete the recording for good. The transcript stays.",
    removed: "The recording was deleted.",
    notRemoved: (why: string) => `Not deleted: ${why}`,
    keys: "Space plays and pauses, the arrow keys go five seconds.",
    from: (time: string) => `Play from ${time}`,
  },
  agent: {
    title: "Recording",
    hint:
      "Both sides are kept as one sound file for each call, and can be played beside the transcript.",
    on: "Record the calls of this agent",
    law: "Callers must know. In many countries recording without consent is a crime; which words " +
      "are needed, and whether to ask for a yes, your lawyers know.",
    words: "Words the caller hears first",
    wordsHint:
      "Said exactly like this, before the greeting. Empty: nothing is said, because your " +
      "phone system has said it already.",
    wordsExample: "This call is recorded so that we can check our service.",
    silent:
      "Nothing tells the caller that the call is recorded. That is right only where your phone " +
      "system says so before it puts the call through.",
    fields: { on: "Calls are recorded", words: "Words about the recording" },
  },
  events: {
    started: "Recording begins",
    ended: "Recording ends",
    broken: "Recording breaks off",
    deleted: "Recording deleted",
    asked: "by a person",
    old: "its time was up",
  },
});
