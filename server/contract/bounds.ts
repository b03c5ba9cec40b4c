// Small zod pieces for texts and numbers with bounds that are kept as values in agent_limits.ts.
import { z } from "zod";
import { utf8Bytes } from "./agent_limits.ts";

export interface Range {
  min: number;
  max: number;
}

/** A text of at most `limit` bytes of UTF-8. */
export const bytes = (limit: number) =>
  z.string().refine((text) => utf8Bytes(text) <= limit, {
    error: (issue) =>
      `must be at most ${limit} bytes of UTF-8, received ${utf8Bytes(String(issue.input))}`,
  });
export const within = (range: Range) => z.number().min(range.min).max(range.max);
export const intWithin = (range: Range) => z.int().min(range.min).max(range.max);
