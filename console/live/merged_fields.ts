// Two people edit one form's fields: what becomes of what both had in hand. Lists within an agent are merge.ts.
import { same } from "./same.ts";

/** What is in the form, with what somebody else changed meanwhile where the form had left it alone. */
export function mergedFields<T extends object>(before: T, form: T, now: T): T {
  const names = Object.keys(form) as (keyof T)[];
  const merged = names.map((name) => [
    name,
    same(form[name], before[name]) ? now[name] : form[name],
  ]);
  return Object.fromEntries(merged) as T;
}
