// Tells screen readers of every question that an agent raises, once, wherever in the console one is.
import { effect } from "@preact/signals";
import { askedSentence } from "./hand_words.ts";
import type { Floor } from "./floor.ts";

export function createHandTeller(
  options: {
    floor: Pick<Floor, "live">;
    say: (sentence: string) => void;
    /** A caller's number, as the console shows it. */
    who: (address: string) => string;
  },
): () => void {
  const { floor, say, who } = options;
  let told = new Set<string>();
  return effect(() => {
    const now = new Set<string>();
    for (const { call } of floor.live.value) {
      if (!call.hand) continue;
      const name = `${call.callId} ${call.hand.handId}`;
      now.add(name);
      if (!told.has(name)) say(askedSentence(call.hand, who(call.caller)));
    }
    told = now;
  });
}
