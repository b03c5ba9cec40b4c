// What whoever is signed in may do, for the parts of a page that offer it; and the words where they may not.
import type { ComponentChildren } from "preact";
import type { Permission, Role } from "../../server/contract/role.ts";
import { useStores } from "../stores.ts";
import { ROLES_TEXTS as TEXTS } from "../texts/roles.ts";
import { Banner } from "./banner.tsx";

/** What one may not do is not offered. */
export function useMay(permission: Permission): boolean {
  return useStores().session.may(permission);
}

/** Draws what is inside for those who may. */
export function May({ do: permission, children }: { do: Permission; children: ComponentChildren }) {
  return useMay(permission) ? <>{children}</> : null;
}

export function rolesWords(roles: readonly Role[]): string {
  return roles.length === 0 ? TEXTS.none : roles.map((role) => TEXTS.roles[role]).join(", ");
}

/** Above what can only be read: why, and who may change it. */
function ReadOnlyNote({ needs }: { needs: Permission }) {
  const roles = useStores().session.me.value?.roles ?? [];
  if (useMay(needs)) return null;
  return (
    <Banner tone="info" title={TEXTS.readOnly}>
      {TEXTS.mayNot(TEXTS.may[needs])} {TEXTS.who[needs]} {TEXTS.yours(rolesWords(roles))}
    </Banner>
  );
}

/** A form that those who may not change it can only read: why stands above it, and nothing in it can be set. */
export function Editable({ needs, children }: { needs: Permission; children: ComponentChildren }) {
  const may = useMay(needs);
  return (
    <>
      <ReadOnlyNote needs={needs} />
      <fieldset class="editable" disabled={!may}>{children}</fieldset>
    </>
  );
}
