// The port to moderation: whether words may be said or answered. Who checks them is not known here.

export interface Moderated {
  flagged: boolean;
  /** Names of what was found, for instance "harassment". */
  categories: string[];
}

/** Checks words; null: the check failed, and the call goes on. */
export type Moderate = (text: string, signal: AbortSignal) => Promise<Moderated | null>;
