// How a supervisor answers an agent that has raised its hand. Server and console agree on it here.
import { z } from "zod";
import { HAND_LIMITS } from "./hand_limits.ts";

/** Body of POST /api/calls/{id}/hands/{handId}. */
export const handAnswerSchema = z.strictObject({
  /** 0 or 1: a prepared answer; a text: words of one's own. */
  answer: z.union([
    z.literal(0),
    z.literal(1),
    z.string().trim().min(1).max(HAND_LIMITS.textChars),
  ]),
}).meta({ id: "HandAnswer" });
export type HandAnswer = z.infer<typeof handAnswerSchema>;
