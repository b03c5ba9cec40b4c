// What cannot be undone wants a second press of the same button, soon. Keys count as presses.
import { useEffect, useRef, useState } from "preact/hooks";
import type { Cancel } from "../../live/timers.ts";
import { useStores } from "../../stores.ts";

/** Long enough to read what the button says now, short enough to be forgotten again. */
const SECOND_WITHIN_MS = 4000;

export interface SecondPress {
  /** Pressed once; the next press does it. */
  armed: boolean;
  press(): void;
  disarm(): void;
}

/** `words`: what is told when it is pressed for the first time. */
export function useSecondPress(words: string, act: () => void): SecondPress {
  const { timers, announcer } = useStores();
  const [armed, setArmed] = useState(false);
  const forget = useRef<Cancel>(() => {});
  useEffect(() => () => forget.current(), []);
  const disarm = () => {
    forget.current();
    setArmed(false);
  };
  return {
    armed,
    disarm,
    press() {
      if (armed) {
        disarm();
        act();
        return;
      }
      setArmed(true);
      announcer.say(words);
      forget.current = timers.after(SECOND_WITHIN_MS, () => setArmed(false));
    },
  };
}
