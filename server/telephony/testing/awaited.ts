// Test side: waits for facts instead of for time. Whoever changes something calls `look`.

export class Awaited {
  #waiting: { test: () => boolean; resolve: () => void }[] = [];

  /** Resolves once the fact holds, at once where it does. */
  until(test: () => boolean): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#waiting.push({ test, resolve });
    this.look();
    return promise;
  }

  /** Something has changed. */
  look(): void {
    for (const wait of [...this.#waiting]) {
      if (!wait.test()) continue;
      this.#waiting = this.#waiting.filter((other) => other !== wait);
      wait.resolve();
    }
  }

  /** The same once what is being done is done. */
  readonly lookSoon = (): void => queueMicrotask(() => this.look());
}
