// The first steps of a new installation, in words. Pure; what is done the server knows.
import type { ServerStatus } from "../../server/contract/feed.ts";
import { FIRST_RUN_TEXTS } from "../texts/first_run.ts";

export interface FirstStep {
  id: keyof typeof FIRST_RUN_TEXTS["steps"];
  done: boolean;
  title: string;
  words: string;
}

type Known = Pick<ServerStatus, "answeredBy" | "firstRun">;

export function firstSteps({ answeredBy, firstRun }: Known): FirstStep[] {
  const { steps } = FIRST_RUN_TEXTS;
  const standIn = answeredBy === "stand-in";
  return [
    {
      id: "model",
      done: standIn || firstRun.keyAccepted,
      title: steps.model.title,
      words: standIn
        ? steps.model.standIn
        : firstRun.keyAccepted
        ? steps.model.done
        : steps.model.waiting,
    },
    step("call", firstRun.simulatedCall),
    step("socket", firstRun.realSocket),
    step("publish", firstRun.published),
  ];
}

function step(id: "call" | "socket" | "publish", done: boolean): FirstStep {
  const { title, waiting, done: doneWords } = FIRST_RUN_TEXTS.steps[id];
  return { id, done, title, words: done ? doneWords : waiting };
}

/** True too while nothing is known: there is nothing to show. */
export function firstRunOver(status: Known | null): boolean {
  return status === null || firstSteps(status).every(({ done }) => done);
}
