// Which roles somebody has: boxes to tick, each with what it allows.
import { type Role, ROLES } from "../../../server/contract/role.ts";
import { mayGive } from "../../live/people.ts";
import { useStores } from "../../stores.ts";
import { ROLES_TEXTS } from "../../texts/roles.ts";
import { SETTINGS_PEOPLE_TEXTS } from "../../texts/settings_people.ts";
import { Choices } from "../../ui/choices.tsx";

interface RolesFieldProps {
  roles: readonly Role[];
  error?: string | undefined;
  hint?: string | undefined;
  disabled?: boolean;
  onRoles: (roles: Role[]) => void;
}

/** What one may not do oneself cannot be given away. */
export function RolesField({ roles, error, hint, disabled = false, onRoles }: RolesFieldProps) {
  const may = useStores().session.me.value?.may ?? [];
  return (
    <Choices<Role>
      legend={SETTINGS_PEOPLE_TEXTS.form.roles}
      look="tiles"
      options={ROLES.map((value) => ({
        value,
        label: ROLES_TEXTS.roles[value],
        hint: ROLES_TEXTS.about[value],
        disabled: disabled || !roles.includes(value) && !mayGive(value, may),
      }))}
      chosen={roles}
      hint={hint}
      error={error}
      onChange={onRoles}
    />
  );
}

export function RoleTags({ roles }: { roles: readonly Role[] }) {
  return (
    <span class="role-tags">
      {roles.map((role) => (
        <span key={role} class={role === "admin" ? "tag role admin" : "tag role"}>
          {ROLES_TEXTS.roles[role]}
        </span>
      ))}
    </span>
  );
}
