// Inputs to the rules of one call, taken one after the other, even where a listener's answer to one causes the next.
// Knows no protocol.

export class Turnstile<Input> {
  readonly #take: (input: Input) => void;
  readonly #fault: ((error: unknown) => void) | null;
  readonly #waiting: Input[] = [];
  #busy = false;

  /** `fault`: told what `take` throws; without it pass() throws it. What waits then stays for the next pass. */
  constructor(take: (input: Input) => void, fault: ((error: unknown) => void) | null = null) {
    this.#take = take;
    this.#fault = fault;
  }

  /** From within `take`: it is taken next, before what waits. */
  passNext(input: Input): void {
    this.#waiting.unshift(input);
  }

  /** What waits is not taken any more. */
  clear(): void {
    this.#waiting.length = 0;
  }

  /** False: another is being taken, and this one is taken after it. */
  pass(input: Input): boolean {
    this.#waiting.push(input);
    if (this.#busy) return false;
    this.#busy = true;
    try {
      for (let next = this.#waiting.shift(); next; next = this.#waiting.shift()) this.#take(next);
    } catch (error) {
      if (!this.#fault) throw error;
      this.#fault(error);
    } finally {
      this.#busy = false;
    }
    return true;
  }
}
