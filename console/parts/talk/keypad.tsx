// Keys of a telephone, for agents that ask for digits.

const KEYS = ["1", "2", "3", "4", "5", "6", "7", "8", "9", "*", "0", "#"] as const;
const SPOKEN: Readonly<Record<string, string>> = { "*": "Star", "#": "Hash" };

export function Keypad({ onDigit }: { onDigit: (digit: string) => void }) {
  return (
    <details class="talk-keys">
      <summary>Keypad</summary>
      <div class="keypad" role="group" aria-label="Keypad">
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
