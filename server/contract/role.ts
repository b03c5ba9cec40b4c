// Roles of people and API tokens, and what each may do. Plain values: the console imports them.

/** A person may have several. */
export const ROLES = ["viewer", "supervisor", "editor", "admin"] as const;
export type Role = (typeof ROLES)[number];

/**
 * "view": the floor, calls with their words, agents and routes as they are; "test": place test calls; "listen": hear
 * live calls and recordings; "step_in": commands to live calls, raised hands, the notice board; "export": take many
 * calls out as a file; "edit": agents and routes; "manage": people, tokens, webhooks, settings, the audit, and deleting
 * calls.
 */
export const PERMISSIONS = [
  "view",
  "test",
  "listen",
  "step_in",
  "export",
  "edit",
  "manage",
] as const;
export type Permission = (typeof PERMISSIONS)[number];

export const ROLE_PERMISSIONS: Readonly<Record<Role, readonly Permission[]>> = {
  viewer: ["view"],
  supervisor: ["view", "test", "listen", "step_in", "export"],
  editor: ["view", "test", "edit"],
  admin: PERMISSIONS,
};

/** What these roles may do together, in the order of PERMISSIONS. */
export function permissionsOf(roles: readonly Role[]): Permission[] {
  return PERMISSIONS.filter((permission) =>
    roles.some((role) => ROLE_PERMISSIONS[role].includes(permission))
  );
}
