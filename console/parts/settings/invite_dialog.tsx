// Somebody new: a name, how they sign in, what they may do. The answer is a link, once.
import { useState } from "preact/hooks";
import type { Invitation } from "../../../server/contract/person.ts";
import type { Role } from "../../../server/contract/role.ts";
import type { FieldError } from "../../api.ts";
import { useStores } from "../../stores.ts";
import { SETTINGS_TEXTS } from "../../texts/settings.ts";
import { SETTINGS_PEOPLE_TEXTS } from "../../texts/settings_people.ts";
import { Dialog } from "../../ui/dialog.tsx";
import { TextField } from "../../ui/text_field.tsx";
import { RolesField } from "./roles_field.tsx";

const TEXTS = SETTINGS_PEOPLE_TEXTS.form;

/** As in server/contract/person.ts, which brings zod along. */
export const NAME_CHARS = 80;
const SIGN_IN_NAME_CHARS = 120;

export function InviteDialog(
  { onInvited, onClose }: { onInvited: (invitation: Invitation) => void; onClose: () => void },
) {
  const { api } = useStores();
  const [name, setName] = useState("");
  const [signInName, setSignInName] = useState("");
  const [roles, setRoles] = useState<Role[]>(["viewer"]);
  const [errors, setErrors] = useState<readonly FieldError[]>([]);
  const [trouble, setTrouble] = useState("");
  const [busy, setBusy] = useState(false);
  const errorAt = (path: string) => errors.find((error) => error.path === path)?.message;
  /** What is wrong goes as it is mended. */
  const set = <T,>(path: string, into: (value: T) => void) => (value: T) => {
    into(value);
    setErrors(errors.filter((error) => error.path !== path));
  };

  async function send(event: Event): Promise<void> {
    event.preventDefault();
    const missing: FieldError[] = [
      ...(name.trim() === "" ? [{ path: "name", message: TEXTS.needs.name }] : []),
      ...(signInName.trim() === ""
        ? [{ path: "signInName", message: TEXTS.needs.signInName }]
        : []),
      ...(roles.length === 0 ? [{ path: "roles", message: TEXTS.needs.roles }] : []),
    ];
    setErrors(missing);
    setTrouble("");
    if (missing.length > 0) return;
    setBusy(true);
    const result = await api.invite({ name: name.trim(), signInName: signInName.trim(), roles });
    setBusy(false);
    if (result.ok) return onInvited(result.value);
    setErrors(result.refusal.fields);
    if (result.refusal.fields.length === 0) setTrouble(result.refusal.message);
  }

  return (
    <Dialog title={TEXTS.invite} wide steady onClose={onClose}>
      <form class="dialog-form" onSubmit={(event) => void send(event)} noValidate>
        <TextField
          label={TEXTS.name}
          hint={TEXTS.nameHint}
          error={errorAt("name")}
          maxLength={NAME_CHARS}
          value={name}
          onValue={set("name", setName)}
        />
        <TextField
          label={TEXTS.signInName}
          hint={TEXTS.signInNameHint}
          error={errorAt("signInName")}
          maxLength={SIGN_IN_NAME_CHARS}
          value={signInName}
          onValue={set("signInName", setSignInName)}
        />
        <RolesField
          legend={TEXTS.roles}
          roles={roles}
          error={errorAt("roles")}
          onRoles={set("roles", setRoles)}
        />
        {trouble !== "" && <p class="field-error" role="alert">{trouble}</p>}
        <div class="dialog-acts">
          <button type="button" class="button" onClick={onClose}>{SETTINGS_TEXTS.cancel}</button>
          <button type="submit" class="button primary" disabled={busy}>
            {busy ? TEXTS.acting : TEXTS.act}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
