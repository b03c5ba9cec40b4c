// Every word of talking to an agent from its page.
import { texted } from "./language.ts";

export const TALK_TEXTS = texted("talk", {
  title: "Talk to the agent",
  theDraft: "the draft",
  onTheLine: (whom: string) => `On the line with ${whom}`,
  whom: "Whom to talk to",
  draft: "The draft",
  published: (version: string) => `${version}, published`,
  toDraft: "Talk to the draft",
  toPublished: (version: string) => `Talk to ${version}`,
  key: (key: string) => `Key: ${key}`,
  close: "Put it away",
  editedSince:
    "The draft was edited since this call began: hang up and call again to talk to it as it is.",
  youAreCaller: "You are the caller.",
  before:
    "The browser asks for your microphone when you go on; headphones keep the agent from hearing itself.",
  draftSame: "The draft is the same as what answers calls.",
  draftSaved: "The call runs with the draft as it is saved; nobody else reaches it.",
  you: "You",
  agent: "Agent",
  mute: "Mute",
  hangUp: "Hang up",
  giveUp: "Give up",
  openCall: "Open the call's page",
  keypad: {
    title: "Keypad",
    star: "Star",
    hash: "Hash",
  },
  simulated: {
    act: "Simulated caller",
    placing: "Placing…",
    failed: (why: string) => `No test call: ${why}`,
    callsDraft: "A simulated caller calls the draft.",
    callsPublished: "A simulated caller calls the published version.",
    listen: "Listen along",
  },
});
