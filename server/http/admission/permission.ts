// What somebody who is let in may do: one check for the whole API, by what each route says it needs (operation.ts).
// A route that says nothing is closed. Knows no resource.
import type { Context } from "hono";
import { createMiddleware } from "hono/factory";
import { matchedRoutes } from "hono/route";
import { type Permission, PERMISSIONS, ROLE_PERMISSIONS, ROLES } from "../../contract/role.ts";
import type { AdminEnv, Admitted } from "../admin_deps.ts";
import { type Needs, needsOf } from "../operation.ts";
import { refuse } from "../problems.ts";

const DOING: Readonly<Record<Permission, string>> = {
  view: "Looking at calls and agents",
  test: "Placing test calls",
  listen: "Listening",
  step_in: "Stepping in",
  export: "Taking calls out as a file",
  edit: "Changing agents and routes",
  manage: "Changing people, tokens, settings and records",
};

/** What the route that this request leads to needs; null: there is no such route, so nothing is done. */
export function neededBy(c: Context<AdminEnv>): Needs | "nobody" | null {
  // The console's files lie behind it all, under every path.
  const routes = matchedRoutes(c).filter(({ method, path }) =>
    method !== "ALL" && path.startsWith("/api/")
  );
  if (routes.length === 0) return null;
  const said = routes.map(({ handler }) => needsOf(handler)).find((needs) => needs !== undefined);
  return said ?? "nobody";
}

/** 403 where the route needs what whoever asks may not do. Runs after admission. */
export function permission() {
  return createMiddleware<AdminEnv>(async (c, next) => {
    const needs = neededBy(c);
    if (needs === null || needs === "anybody" || needs === "signed_in") return await next();
    const { admitted } = c.var;
    if (needs === "nobody" || !admitted) {
      return refuse(c, "not_permitted", "Nobody may do this: the route does not say who may.");
    }
    if (admitted.may.includes(needs)) return await next();
    return notPermitted(c, admitted, needs);
  });
}

/** Says what is missing and who can give it. */
export function notPermitted(
  c: Context<AdminEnv>,
  { by, roles }: Admitted,
  needs: Permission,
): Response {
  const enough = ROLES.filter((role) => ROLE_PERMISSIONS[role].includes(needs));
  const has = `${by === "token" ? "this token's is" : "yours is"} ${roles.join(" and ") || "none"}`;
  return refuse(
    c,
    "not_permitted",
    `${DOING[needs]} needs the role ${enough.join(" or ")}; ${has}. An admin can give it.`,
  );
}

/** Whether `admitted` could give these roles away: nobody gives more than they may do themselves. */
export function mayGive({ may }: Admitted, roles: readonly (typeof ROLES)[number][]): boolean {
  return PERMISSIONS.every((permission) =>
    may.includes(permission) || !roles.some((role) => ROLE_PERMISSIONS[role].includes(permission))
  );
}
