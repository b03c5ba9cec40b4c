// Whether a conversation rests for the moment. Pure.
import type { Talk } from "./talk.ts";
import { typing } from "./talk_digits.ts";

/** Nobody speaks, and nobody waits for an answer. What is still being heard is the pacer's to know. */
export function rests(talk: Talk): boolean {
  const { active, callerItemId, owed, running, held, hand } = talk;
  // A session is not left while the answer to a tool is its own to hear.
  const works = Object.keys(running).length > 0 || held || hand || typing(talk);
  return active === null && callerItemId === null && owed === null && !works;
}
