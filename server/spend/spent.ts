// What has been spent in a day, as it is kept and as servers tell one another. Pure.
import { z } from "zod";
import type { AdmittedCall, AdmittedPage } from "./number_limit.ts";

/** Dollars of a day (UTC, "2026-11-21"). */
export interface DaySpent {
  day: string;
  usd: number;
}

const spentSchema: z.ZodType<DaySpent> = z.object({
  day: z.string().max(10),
  usd: z.number().nonnegative(),
});

const callsSchema: z.ZodType<AdmittedCall[]> = z.array(z.object({
  number: z.string().regex(/^[0-9a-f]{2,64}$/),
  id: z.string().min(1).max(64),
  agoMs: z.number(),
}));

const pageSchema: z.ZodType<AdmittedPage> = z.object({
  calls: callsSchema,
  next: z.number().int().nullable(),
});

/** For instance "2026-11-21". */
export function utcDay(wallMs: number): string {
  return new Date(wallMs).toISOString().slice(0, 10);
}

/** The counter in which the servers of one store add up what they spend. */
export function counterOf(day: string): string {
  return `spend ${day}`;
}

/** Dollars that `stored`, as an earlier version kept them, says were spent on `day`; 0: it says nothing of that day. */
export function readSpent(stored: string | undefined, day: string): number {
  let json: unknown;
  try {
    json = JSON.parse(stored ?? "null");
  } catch {
    return 0;
  }
  const spent = heardSpent(json);
  return spent?.day === day ? spent.usd : 0;
}

/** What another server says; null: nothing that is understood here. */
export function heardSpent(value: unknown): DaySpent | null {
  return spentSchema.safeParse(value).data ?? null;
}

export function heardCalls(value: unknown): AdmittedCall[] | null {
  return callsSchema.safeParse(value).data ?? null;
}

export function heardPage(value: unknown): AdmittedPage | null {
  return pageSchema.safeParse(value).data ?? null;
}
