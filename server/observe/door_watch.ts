// Counts who was let in by one way in and who was turned away, and when that was last. Knows no protocol.

export interface DoorFacts {
  handshakes: number;
  lastHandshakeAtMs: number | null;
  refusals: number;
  /** `code`: of a closed set, never a stranger's words. */
  lastRefusal: { code: string; atMs: number } | null;
}

export class DoorWatch {
  readonly #wallMs: () => number;
  #facts: DoorFacts = { handshakes: 0, lastHandshakeAtMs: null, refusals: 0, lastRefusal: null };

  constructor(clock: { wall(): number }) {
    this.#wallMs = () => clock.wall();
  }

  letIn(): void {
    const { handshakes } = this.#facts;
    this.#facts = {
      ...this.#facts,
      handshakes: handshakes + 1,
      lastHandshakeAtMs: this.#wallMs(),
    };
  }

  refused(code: string): void {
    const { refusals } = this.#facts;
    const lastRefusal = { code, atMs: this.#wallMs() };
    this.#facts = { ...this.#facts, refusals: refusals + 1, lastRefusal };
  }

  get facts(): DoorFacts {
    return this.#facts;
  }
}
