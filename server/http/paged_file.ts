// One long file, a page at a time as its reader takes it: memory holds one page, however much there is. Knows the
// shape of a file and nothing of what is in it.

export type FileFormat = "csv" | "json";

export interface Page<T, P> {
  items: readonly T[];
  /** Null: these are the last. */
  next: P | null;
}

/** The text of a file around and between its items. */
export interface FileShape<T> {
  head: string;
  item(item: T): string;
  between: string;
  tail: string;
}

export type Columns<T> = readonly [name: string, cell: (item: T) => string | number | boolean][];

/** `page`: what comes after a place; what it throws breaks the file off, so that nobody takes it for whole. */
export function pagedFile<T, P>(
  { head, item, between, tail }: FileShape<T>,
  page: (after: P | null) => Promise<Page<T, P>>,
): ReadableStream<Uint8Array<ArrayBuffer>> {
  const encoder = new TextEncoder();
  let after: P | null = null;
  let text = head;
  let first = true;
  return new ReadableStream<Uint8Array<ArrayBuffer>>({
    async pull(controller) {
      let over = false;
      do {
        const { items, next } = await page(after);
        for (const each of items) {
          text += first ? item(each) : between + item(each);
          first = false;
        }
        after = next;
        over = next === null;
      } while (text === "" && !over);
      controller.enqueue(encoder.encode(over ? text + tail : text));
      text = "";
      if (over) controller.close();
    },
  }, { highWaterMark: 0 });
}

/** RFC 4180, with the mark by which spreadsheets know UTF-8. */
export function csvFile<T>(columns: Columns<T>): FileShape<T> {
  return {
    head: `\ufeff${columns.map(([name]) => name).join(",")}\r\n`,
    item: (item) => columns.map(([, cell]) => csvCell(cell(item))).join(","),
    between: "\r\n",
    tail: "\r\n",
  };
}

/** `name`: of the list that the file holds. */
export function jsonFile<T>(name: string, shown: (item: T) => unknown): FileShape<T> {
  return {
    head: `{"${name}":[\n`,
    item: (item) => JSON.stringify(shown(item)),
    between: ",\n",
    tail: "\n]}\n",
  };
}
/** What a caller said must not become a formula in somebody's spreadsheet. */
export function csvCell(value: string | number | boolean): string {
  if (typeof value !== "string") return String(value);
  const text = value.replaceAll("\0", "");
  const tame = /^\s*[=+\-@\t\r＝＋－＠]/.test(text) ? `'${text}` : text;
  return /[",\r\n']/.test(tame) ? `"${tame.replaceAll('"', '""')}"` : tame;
}
