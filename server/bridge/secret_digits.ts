// Where the digits of a secret input stay: in the memory of this one call, and from there only into tools.
// The model, the events and the logs know them by a name such as [digits-1].

/** Shorter ones are masked only where they stand alone, or every "7" of a result would vanish. */
const TELLING = 4;
/** No call has so many inputs; a stuck key has. */
const KEPT = 200;

export class Vault {
  #typed = "";
  readonly #sealed = new Map<string, string>();

  /** One more digit of the input that goes on. */
  press(digit: string): void {
    this.#typed += digit;
  }

  /** The input is complete and goes by this name from now on, for instance "digits-1". */
  seal(name: string): void {
    if (this.#typed !== "" && this.#sealed.size < KEPT) this.#sealed.set(name, this.#typed);
    this.#typed = "";
  }

  /** Puts the real digits in place of their names: for the arguments of a tool, right before it runs. */
  fill(text: string): string {
    return text.replaceAll(
      /\[(digits-\d+)\]/g,
      (all, name: string) => this.#sealed.get(name) ?? all,
    );
  }

  /** Puts the names back in place of the digits, however they are grouped: for everything that is shown. */
  mask(text: string): string {
    const longestFirst = [...this.#sealed].sort(([, a], [, b]) => b.length - a.length);
    return longestFirst.reduce(
      (masked, [name, digits]) => masked.replaceAll(patternOf(digits), `[${name}]`),
      text,
    );
  }
}

function patternOf(digits: string): RegExp {
  const grouped = [...digits].map((digit) => digit === "*" ? "\\*" : digit).join("[ .-]?");
  // Not inside a name that stands there already.
  return digits.length >= TELLING
    ? new RegExp(grouped, "g")
    : new RegExp(`(?<![\\d*#]|\\[digits-)${grouped}(?![\\d*#])`, "g");
}
