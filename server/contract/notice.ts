// The notice board's shapes. Server and console agree on them here.
import { z } from "zod";
import { type Notice, NOTICE_LIMITS } from "./notice_limits.ts";

export const noticeSchema: z.ZodType<Notice> = z.object({
  id: z.string(),
  text: z.string(),
  by: z.string(),
  createdAtMs: z.number(),
  expiresAtMs: z.number(),
  calls: z.number(),
}).meta({ id: "Notice" });

/** Body of POST /api/notices. */
export const postNoticeSchema = z.strictObject({
  text: z.string().trim().min(1).max(NOTICE_LIMITS.textChars),
  /** UTC; from a minute to a week ahead. */
  expiresAtMs: z.int(),
}).meta({ id: "PostNotice" });
export type PostNotice = z.infer<typeof postNoticeSchema>;

export const noticesSchema = z.object({ notices: z.array(noticeSchema) });
