// Live sound: listening, taking over with the microphone, talking to an agent from its page.
import { texted } from "./language.ts";

export const SOUND_TEXTS = texted("sound", {
  noSound: "This browser gave no sound. Check that the page may play it.",
  signedOut: "You are signed out.",
  callOver: "The call is over.",
  listen: {
    notPermitted: "You may not listen to calls any more.",
    full: "As many people listen to this call as may.",
    away: "The sound is gone: nothing is heard of the instance that carries the call.",
    unreachable: "The sound cannot be had: the server cannot be reached, or too many listen.",
  },
  air: {
    microphoneGone: "The microphone is gone. The agent has the call again.",
    notTaken: "The call could not be taken over.",
    agentHasIt: "The agent has the call again.",
    on: "You are on air. The caller hears you.",
    broken: "The line to the server broke: the caller no longer hears you. " +
      "The agent takes the call again.",
  },
  talk: {
    states: {
      off: "No call",
      saving: "Saving the draft…",
      asking: "Waiting for the microphone: answer the browser's question.",
      calling: "Calling…",
      live: "On the line",
      ended: "The call is over",
    },
    notAnswered: "The server did not answer the call.",
    draftLive: "The draft is on the line.",
    publishedLive: "The published version is on the line.",
    agentEnded: "The agent ended the call.",
    lineBroke: "The line to the server broke.",
    microphoneGone: "The microphone is gone.",
    hungUp: "You hung up.",
    unsaved: {
      invalid: "The draft is not saved: a field needs a look. The call would be with an older one.",
      conflict: "The draft is not saved: somebody else has edited too. Settle that first.",
      failed: "The draft could not be saved. The call would be with an older one.",
    },
    refusals: {
      E_BUDGET: "The budget of the day is used up: no call is answered until midnight UTC.",
      E_NO_AGENT: "The agent was deleted meanwhile.",
      E_SIGNED_OUT: "You are signed out.",
      E_DRAIN: "The server is being stopped.",
    },
    failed: (code: string) => `The call failed (${code}). Its page says more.`,
  },
  microphone: {
    insecure: "Browsers give a microphone only to pages over https or on this machine. " +
      "Open the console at its https address.",
    notAllowed: "The browser did not allow the microphone. " +
      "Allow it at the sign beside the address, and try again.",
    notFound: "No microphone was found. Connect one and try again.",
    busy: "The microphone is there and gives no sound: another program may hold it.",
    failed: (name: string) => `The microphone could not be opened (${name}).`,
  },
});
