// The notice board: notes that all calls are told until they expire. Plain values: the console imports them.

export const NOTICE_LIMITS = {
  textChars: 500,
  /** At the same time. */
  notices: 20,
  shortestMs: 60_000,
  longestMs: 7 * 24 * 3600_000,
} as const;

export interface Notice {
  id: string;
  text: string;
  /** Who, as they signed in. */
  by: string;
  createdAtMs: number;
  /** UTC; then it takes itself back. */
  expiresAtMs: number;
  /** Calls that were told of it so far, those that are over too. */
  calls: number;
}
