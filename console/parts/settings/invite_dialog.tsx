// Somebody new: a name, how they sign in, what they may do. The answer is a link, once.
import type { Invitation } from "../../../server/contract/person.ts";
import { PERSON_LIMITS } from "../../../server/contract/person_limits.ts";
import type { Role } from "../../../server/contract/role.ts";
import { useStores } from "../../stores.ts";
import { SETTINGS_PEOPLE_TEXTS } from "../../texts/settings_people.ts";
import { TextField } from "../../ui/text_field.tsx";
import { DialogForm } from "./dialog_form.tsx";
import { RolesField } from "./roles_field.tsx";
import { useForm } from "./use_form.ts";
import { required } from "./use_trouble.ts";

const TEXTS = SETTINGS_PEOPLE_TEXTS.form;

interface NewPersonForm {
  name: string;
  signInName: string;
  roles: Role[];
}

export function InviteDialog(
  { onInvited, onClose }: { onInvited: (invitation: Invitation) => void; onClose: () => void },
) {
  const { api } = useStores();
  const { form, edit, trouble, busy, setBusy } = useForm<NewPersonForm>({
    name: "",
    signInName: "",
    roles: ["viewer"],
  });

  async function send(): Promise<void> {
    const sent = { ...form, name: form.name.trim(), signInName: form.signInName.trim() };
    const { needs } = TEXTS;
    const missing = [
      ...required("name", sent.name !== "", needs.name),
      ...required("signInName", sent.signInName !== "", needs.signInName),
      ...required("roles", sent.roles.length > 0, needs.roles),
    ];
    if (trouble.missing(missing)) return;
    setBusy(true);
    const result = await api.invite(sent);
    setBusy(false);
    if (result.ok) onInvited(result.value);
    else trouble.refused(result.refusal);
  }

  return (
    <DialogForm
      title={TEXTS.invite}
      act={TEXTS.act}
      acting={TEXTS.acting}
      busy={busy}
      trouble={trouble.words}
      onSend={send}
      onClose={onClose}
    >
      <TextField
        label={TEXTS.name}
        hint={TEXTS.nameHint}
        error={trouble.at("name")}
        maxLength={PERSON_LIMITS.nameChars}
        value={form.name}
        onValue={(name) => edit({ name })}
      />
      <TextField
        label={TEXTS.signInName}
        hint={TEXTS.signInNameHint}
        error={trouble.at("signInName")}
        maxLength={PERSON_LIMITS.signInNameChars}
        value={form.signInName}
        onValue={(signInName) => edit({ signInName })}
      />
      <RolesField
        roles={form.roles}
        error={trouble.at("roles")}
        onRoles={(roles) => edit({ roles })}
      />
    </DialogForm>
  );
}
