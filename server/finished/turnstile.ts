// Lets a few through at a time and a bounded number wait. Knows nothing of what they do.

export class Turnstile {
  readonly #atOnce: number;
  readonly #mayWait: number;
  #inside = 0;
  #waiting: ((entered: boolean) => void)[] = [];

  constructor(options: { atOnce: number; mayWait: number }) {
    this.#atOnce = options.atOnce;
    this.#mayWait = options.mayWait;
  }

  /** True: go in, and `leave` afterwards. False: too many wait already, or it has been closed. */
  enter(): Promise<boolean> {
    if (this.#inside < this.#atOnce) {
      this.#inside++;
      return Promise.resolve(true);
    }
    if (this.#waiting.length >= this.#mayWait) return Promise.resolve(false);
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  leave(): void {
    const next = this.#waiting.shift();
    if (next) next(true);
    else this.#inside--;
  }

  /** Sends away all who wait. */
  close(): void {
    for (const sendAway of this.#waiting.splice(0)) sendAway(false);
  }
}
