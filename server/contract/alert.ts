// An alert as the API tells it, and as it is posted to webhooks.
import { z } from "zod";
import { type Alert, ALERT_KINDS } from "./alert_kinds.ts";

export const alertSchema: z.ZodType<Alert> = z.object({
  id: z.string(),
  kind: z.enum(ALERT_KINDS),
  sinceMs: z.number(),
  instance: z.string().optional(),
  facts: z.record(z.string(), z.string()),
}).meta({ id: "Alert" });

/** Body of the posts "alert.raised" and "alert.cleared". */
export const alertPostSchema = z.object({
  type: z.enum(["alert.raised", "alert.cleared"]),
  /** ISO 8601, of when it was raised or cleared. */
  timestamp: z.string(),
  /** Somebody has asked for a sample: nothing is the matter. */
  test: z.literal(true).optional(),
  data: alertSchema,
}).meta({ id: "AlertPost" });
export type AlertPost = z.infer<typeof alertPostSchema>;
