// What an identity provider says of somebody, as we know people. Pure; knows no protocol.
import type { Role } from "../contract/role.ts";
import type { Vouched } from "./vouched.ts";

/** What contract/person.ts keeps out of names. */
const UNSHOWN = /[\p{Cc}\p{Cs}\u202a-\u202e\u2066-\u2069]/gu;

export type Claims = Readonly<Record<string, unknown>>;

export interface RoleRules {
  /** Name of the claim, or a path with dots into it; "": the provider says nothing of roles. */
  claim: string;
  /** Which value gives which role. */
  gives: readonly { value: string; role: Role }[];
}

/** `issuer` and `sub` were checked; the rest is what a person or their company wrote. */
export function vouchedBy(
  issuer: string,
  sub: string,
  { claims, rules }: { claims: Claims; rules: RoleRules },
): Vouched {
  const name = text(claims["name"]) || text(claims["preferred_username"]) || text(claims["email"]);
  const signInName = text(claims["email"]) || text(claims["preferred_username"]) || sub;
  const subject = `${issuer} ${sub}`;
  return { subject, name: name || sub, signInName, roles: rolesFrom(claims, rules) };
}

/** Whether the claims speak of roles at all. */
export function speaksOfRoles(claims: Claims, { claim }: RoleRules): boolean {
  return claim === "" || valueAt(claims, claim) !== undefined;
}

function rolesFrom(claims: Claims, { claim, gives }: RoleRules): Role[] {
  if (claim === "") return [];
  const value = valueAt(claims, claim);
  const held = new Set(Array.isArray(value) ? value : [value]);
  const roles = gives.filter((rule) => held.has(rule.value)).map(({ role }) => role);
  return [...new Set(roles)];
}

/** Claims are often named by addresses, with dots of their own: the whole name comes first. */
function valueAt(claims: Claims, name: string): unknown {
  if (Object.hasOwn(claims, name)) return claims[name];
  return name.split(".").reduce<unknown>(
    (inner, part) =>
      typeof inner === "object" && inner !== null && Object.hasOwn(inner, part)
        ? (inner as Claims)[part]
        : undefined,
    claims,
  );
}

function text(value: unknown): string {
  return typeof value === "string" ? value.replace(UNSHOWN, " ").trim() : "";
}
