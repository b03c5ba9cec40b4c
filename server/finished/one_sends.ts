// Among several servers of one store one sends for all of them. What they tell each other about that. Nothing depends
// on a word: one that is lost is late, since the store has it all.
import { z } from "zod";
import type { Trouble } from "./receiver_troubles.ts";

const key = z.object({ webhookId: z.string(), id: z.string() });

const troubleSchema: z.ZodType<Trouble> = z.object({
  webhookId: z.string(),
  sinceMs: z.number(),
  lastAtMs: z.number(),
  reason: z.string(),
  givenUp: z.boolean(),
});

const wordSchema = z.discriminatedUnion("about", [
  /** Something was put into the store that is to be sent. */
  z.object({ about: z.literal("put") }),
  /** This one need not wait any longer for what it is about. */
  z.object({ about: z.literal("hasten"), key }),
  /** By the one that sends. */
  z.object({
    about: z.literal("state"),
    waiting: z.number().nonnegative(),
    troubles: z.array(troubleSchema),
  }),
]);
export type SenderWord = z.infer<typeof wordSchema>;

/** The other servers of the same store. */
export interface OtherSenders {
  /** This one sends; at most one does. */
  readonly leads: boolean;
  onLeads(listener: () => void): void;
  tell(word: SenderWord): void;
}

/** Null: nothing that is understood here. */
export function readSenderWord(value: unknown): SenderWord | null {
  return wordSchema.safeParse(value).data ?? null;
}
