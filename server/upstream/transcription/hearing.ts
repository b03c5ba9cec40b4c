// What writes down the sound of a line at the moment, whichever way it does.
import type { EarMode } from "../../contract/call.ts";

export interface Hearing {
  readonly mode: EarMode;
  readonly model: string;
  /** Up to here the sound of the line was taken. */
  readonly takenMs: number;
  /** Takes what the line has brought since. */
  feed(): void;
  /** Ends at once. No event follows. */
  close(): void;
}
