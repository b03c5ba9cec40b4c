// Server-sent events out of bytes that arrive in pieces of any length: only their data. Pure but for its memory.

/** An event of this size is none of a chat. */
const MAX_CHARS = 256 * 1024;

export class SseReader {
  #decoder = new TextDecoder();
  #line = "";
  #data: string[] = [];
  /** A line never ended; nothing more is read. */
  overflown = false;

  /** The data of the events that are now whole. */
  push(bytes: Uint8Array): string[] {
    if (this.overflown) return [];
    const lines = (this.#line + this.#decoder.decode(bytes, { stream: true })).split(/\r\n|\n/);
    this.#line = lines.pop()!;
    this.overflown = this.#line.length > MAX_CHARS;
    return lines.flatMap((line) => this.#take(line));
  }

  #take(line: string): string[] {
    if (line === "") {
      const data = this.#data.join("\n");
      this.#data = [];
      return data === "" ? [] : [data];
    }
    if (line.startsWith("data:")) this.#data.push(line.slice(5).replace(/^ /, ""));
    return [];
  }
}
