// What waits to be said in notices of PostgreSQL: several small messages share one. Bounded: the oldest go. Pure.

/** A notice holds less than 8000 bytes. */
const NOTICE_CHARS = 7900;
const WAITING_CHARS = 4 * 1024 * 1024;

export class NoticeQueue {
  #parts: string[] = [];
  #first = 0;
  #chars = 0;

  get isEmpty(): boolean {
    return this.#first === this.#parts.length;
  }

  /** Parts have no line breaks; together they are one message. */
  add(parts: readonly string[]): void {
    for (const part of parts) {
      this.#parts.push(part);
      this.#chars += part.length;
    }
    while (this.#chars > WAITING_CHARS) this.#shift();
  }

  /** As many of the first as one notice holds; not of an empty queue. */
  take(): string {
    let notice = this.#shift();
    while (!this.isEmpty && notice.length + 1 + this.#parts[this.#first]!.length <= NOTICE_CHARS) {
      notice += "\n" + this.#shift();
    }
    return notice;
  }

  clear(): void {
    this.#parts = [];
    this.#first = this.#chars = 0;
  }

  #shift(): string {
    const part = this.#parts[this.#first++] ?? "";
    this.#chars -= part.length;
    // What has gone is let go of now and then, not each time.
    if (this.#first > 1000 && this.#first * 2 > this.#parts.length) {
      this.#parts = this.#parts.slice(this.#first);
      this.#first = 0;
    }
    return part;
  }
}
