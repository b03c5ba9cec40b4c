// What `deno task doctor` has to say about one thing.

/** `note`: worth knowing, and no fault. */
export type Finding = { ok: boolean; note?: boolean; words: string };

export const good = (words: string): Finding => ({ ok: true, words });
export const note = (words: string): Finding => ({ ok: true, note: true, words });
export const bad = (words: string): Finding => ({ ok: false, words });
