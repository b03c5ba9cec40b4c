// People and tokens in the settings: what of a person has changed, who may give what, initials, and ages. Pure.
import type { Person } from "../../server/contract/person.ts";
import { type Permission, type Role, ROLE_PERMISSIONS } from "../../server/contract/role.ts";
import { mergedFields } from "./merged_fields.ts";

/** Nobody can give away more than they may do themselves. */
export function mayGive(role: Role, may: readonly Permission[]): boolean {
  return ROLE_PERMISSIONS[role].every((permission) => may.includes(permission));
}

export interface PersonForm {
  name: string;
  roles: readonly Role[];
  disabled: boolean;
}

export function formOf({ name, roles, disabled }: Person): PersonForm {
  return { name, roles, disabled };
}

/** What is in the form, with what somebody else changed meanwhile where the form had left it alone. */
export function mergedForm(before: Person, form: PersonForm, now: Person): PersonForm {
  return mergedFields(formOf(before), form, formOf(now));
}

/** By name; those who wait for a role stand first, the disabled last. */
export function inOrder(people: readonly Person[]): Person[] {
  const rank = ({ roles, disabled }: Person) => disabled ? 2 : roles.length === 0 ? 0 : 1;
  return people.toSorted((a, b) => rank(a) - rank(b) || a.name.localeCompare(b.name));
}

/** "AB" of "Ana Beltrán", "O" of "operator". */
export function initials(name: string): string {
  const words = name.split(/[\s._@-]+/).filter((word) => word !== "");
  const first = (word: string | undefined) => [...(word ?? "")][0] ?? "";
  const last = words.length > 1 && !name.includes("@") ? words.at(-1) : "";
  return (first(words[0]) + first(last)).toUpperCase() || "?";
}

const DAY_MS = 86_400_000;

/** Of a token: "none", "past", "soon" within a week, else "far". */
export function expiry(atMs: number | null, nowMs: number): "none" | "past" | "soon" | "far" {
  if (atMs === null) return "none";
  if (atMs <= nowMs) return "past";
  return atMs - nowMs < 7 * DAY_MS ? "soon" : "far";
}
