// Every refusal of the HTTP API has this shape and one of these codes.
import { z } from "zod";

const PROBLEM_CODES = [
  "signed_out",
  "not_permitted",
  "forbidden_origin",
  "not_found",
  "method_not_allowed",
  "invalid_body",
  "invalid_field",
  "too_large",
  "precondition_required",
  "conflict",
  "in_use",
  "not_live",
  "cannot",
  "too_late",
  "full",
  "not_websocket",
  "too_many_requests",
  "draining",
  "not_saved",
  "store_unavailable",
  "instance_unreached",
  "internal",
] as const;
export type ProblemCode = (typeof PROBLEM_CODES)[number];

export const problemSchema = z.object({
  code: z.enum(PROBLEM_CODES),
  /** One sentence: what could not be done and what to do. Never holds a secret. */
  message: z.string(),
  /** With invalid_field: each field by its path and what is wrong with it. */
  fields: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
  /** With conflict: the state the server holds now, so that nothing of anybody's is lost. */
  current: z.unknown().optional(),
}).meta({
  id: "Problem",
  examples: [
    { code: "not_live", message: "The call is over." },
    {
      code: "invalid_field",
      message: "Nothing was changed. limit: must be a number",
      fields: [{ path: "limit", message: "must be a number" }],
    },
  ],
});
export type Problem = z.infer<typeof problemSchema>;
