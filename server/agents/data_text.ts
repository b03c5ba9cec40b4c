// Makes what a call brings fit to stand in a prompt: one line of plain text, cut to size. Pure.

/** Longest value of a variable that reaches a prompt. */
const MAX_DATA_BYTES = 2048;

/** Line breaks of any kind, tabs and other control characters. */
const CONTROLS = /[\p{Cc}\u2028\u2029]+/gu;
/** Characters nobody sees: they can hide text from people, or turn its direction. Joiners are kept. */
const UNSEEN = /[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\u{e0000}-\u{e007f}]/gu;

/**
 * One line without control characters, of at most `maxBytes` of UTF-8. Angle brackets become look-alikes, so that
 * no value can close the marks that data stands between.
 */
export function dataText(value: string, maxBytes = MAX_DATA_BYTES): string {
  const line = value.toWellFormed().replaceAll(UNSEEN, "").replaceAll(CONTROLS, " ")
    .replaceAll("<", "‹").replaceAll(">", "›").trim();
  return cutBytes(line, maxBytes);
}

/** The longest beginning of `text` that fits, never half a character. */
export function cutBytes(text: string, maxBytes: number): string {
  const { read } = new TextEncoder().encodeInto(text, new Uint8Array(maxBytes));
  return text.slice(0, read);
}

const QUOTED_CHARS = 40;

/** A value as an error message may show it. */
export function quoted(value: string): string {
  const line = dataText(value);
  const cut = line.length > QUOTED_CHARS;
  return `"${cut ? `${line.slice(0, QUOTED_CHARS - 1).toWellFormed()}…` : line}"`;
}
