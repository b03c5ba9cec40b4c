// From which length and cost on a live call wants attention. Imports nothing: the page needs it before the rest.

/** 0: never. Kept among the console's preferences. */
export interface Marks {
  minutes: number;
  usd: number;
}

export const DEFAULT_MARKS: Marks = { minutes: 15, usd: 2 };
