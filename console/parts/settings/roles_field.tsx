// Which roles somebody has: boxes to tick, each with what it allows.
import { useId } from "preact/hooks";
import { type Role, ROLES } from "../../../server/contract/role.ts";
import { useStores } from "../../stores.ts";
import { ROLES_TEXTS } from "../../texts/roles.ts";
import { mayGive } from "../../live/people.ts";

interface RolesFieldProps {
  legend: string;
  roles: readonly Role[];
  error?: string | undefined;
  hint?: string | undefined;
  disabled?: boolean;
  onRoles: (roles: Role[]) => void;
}

/** What one may not do oneself cannot be given away. */
export function RolesField(props: RolesFieldProps) {
  const { roles, error, hint = "", disabled = false } = props;
  const may = useStores().session.me.value?.may ?? [];
  const id = useId();
  return (
    <fieldset
      class={error ? "choice tiles wrong" : "choice tiles"}
      aria-describedby={`${id}-hint ${id}-error`}
    >
      <legend class="field-label">{props.legend}</legend>
      <div class="choice-options">
        {ROLES.map((role) => (
          <label key={role} class="option">
            <input
              type="checkbox"
              checked={roles.includes(role)}
              disabled={disabled || !roles.includes(role) && !mayGive(role, may)}
              onChange={(event) =>
                props.onRoles(
                  ROLES.filter((each) =>
                    each === role ? event.currentTarget.checked : roles.includes(each)
                  ),
                )}
            />
            <span class="option-words">
              <span class="option-label">{ROLES_TEXTS.roles[role]}</span>
              <small>{ROLES_TEXTS.about[role]}</small>
            </span>
          </label>
        ))}
      </div>
      <div class="field-hint" id={`${id}-hint`}>{hint}</div>
      <div class="field-error" id={`${id}-error`}>{error}</div>
    </fieldset>
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
