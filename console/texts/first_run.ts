// Every word of the first steps.
import { texted } from "./language.ts";

export const FIRST_RUN_TEXTS = texted("first_run", {
  title: "First steps",
  count: (done: number, all: number) => `${done} of ${all} done`,
  done: "Done:",
  open: "To do:",
  putAway: "Put away",
  putAwayDone: "The first steps are put away. Ctrl+K brings them back.",
  help: "Show the first steps on the floor",
  steps: {
    model: {
      title: "A model answers",
      standIn: "The built-in stand-in does; no key is set and nothing leaves this machine.",
      waiting: "The key is tried with the first call.",
      done: "The key was accepted.",
    },
    call: {
      title: "Place a test call",
      waiting: "A simulated caller rings over a real socket; watch the words come in.",
      done: "A test call was answered.",
    },
    socket: {
      title: "Connect a phone system",
      waiting: "Ticked by its first call, or by the probe of Genesys.",
      done: "A phone system got through.",
      act: "See the addresses",
    },
    publish: {
      title: "Publish a change of an agent",
      waiting: "Say what it should say, see the difference, publish; the next call has it.",
      done: "A change answers calls.",
      act: "Edit an agent",
    },
  },
});
