// The sum of a day as it is kept between two processes. Pure.
import { z } from "zod";

const spentSchema = z.object({ day: z.string(), usd: z.number().nonnegative() });

/** For instance "2026-11-21". */
export function utcDay(wallMs: number): string {
  return new Date(wallMs).toISOString().slice(0, 10);
}

/** Dollars that `stored` says were spent on `day`; 0 where it says nothing of that day. */
export function readSpent(stored: string | undefined, day: string): number {
  let json: unknown;
  try {
    json = JSON.parse(stored ?? "null");
  } catch {
    return 0;
  }
  const spent = spentSchema.safeParse(json);
  return spent.success && spent.data.day === day ? spent.data.usd : 0;
}
