// Keys of a telephone, for agents that ask for digits.
import { TALK_TEXTS } from "../../texts/talk.ts";

const TEXTS = TALK_TEXTS.keypad;
const KEYS = ["1", "2", "3", "4", "5", "6", "7", "8", "9", "*", "0", "#"] as const;
const SPOKEN: Readonly<Record<string, string>> = { "*": TEXTS.star, "#": TEXTS.hash };

export function Keypad({ onDigit }: { onDigit: (digit: string) => void }) {
  return (
    <details class="talk-keys">
      <summary>{TEXTS.title}</summary>
      <div class="keypad" role="group" aria-label={TEXTS.title}>
        {KEYS.map((key) => (
          <button
            key={key}
            type="button"
            class="button"
            aria-label={SPOKEN[key] ?? key}
            onClick={() => onDigit(key)}
          >
            {key}
          </button>
        ))}
      </div>
    </details>
  );
}
