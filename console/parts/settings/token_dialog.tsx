// A new token: what it is for, what it may do, for how long.
import type { MadeApiToken } from "../../../server/contract/api_token.ts";
import { TOKEN_LIMITS } from "../../../server/contract/person_limits.ts";
import type { Role } from "../../../server/contract/role.ts";
import { useStores } from "../../stores.ts";
import { SETTINGS_PEOPLE_TEXTS } from "../../texts/settings_people.ts";
import { Choice } from "../../ui/choice.tsx";
import { TextField } from "../../ui/text_field.tsx";
import { DialogForm } from "./dialog_form.tsx";
import { RolesField } from "./roles_field.tsx";
import { useForm } from "./use_form.ts";
import { required } from "./use_trouble.ts";

const TEXTS = SETTINGS_PEOPLE_TEXTS.tokens.form;

const DAYS = { d30: 30, d90: 90, d365: 365, none: null } as const;
type Days = keyof typeof DAYS;

interface NewTokenForm {
  name: string;
  roles: Role[];
  days: Days;
}

export function TokenDialog(
  { onMade, onClose }: { onMade: (made: MadeApiToken) => void; onClose: () => void },
) {
  const { api } = useStores();
  const { form, edit, trouble, busy, setBusy } = useForm<NewTokenForm>({
    name: "",
    roles: ["viewer"],
    days: "d90",
  });

  async function send(): Promise<void> {
    const { roles } = form;
    const name = form.name.trim();
    const missing = [
      ...required("name", name !== "", TEXTS.needsName),
      ...required("roles", roles.length > 0, SETTINGS_PEOPLE_TEXTS.form.needs.roles),
    ];
    if (trouble.missing(missing)) return;
    setBusy(true);
    const result = await api.makeToken({ name, roles, days: DAYS[form.days] });
    setBusy(false);
    if (result.ok) onMade(result.value);
    else trouble.refused(result.refusal);
  }

  return (
    <DialogForm
      title={TEXTS.title}
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
        maxLength={TOKEN_LIMITS.nameChars}
        value={form.name}
        onValue={(name) => edit({ name })}
      />
      <RolesField
        roles={form.roles}
        error={trouble.at("roles")}
        onRoles={(roles) => edit({ roles })}
      />
      <Choice<Days>
        legend={TEXTS.days}
        look="pills"
        value={form.days}
        onChange={(days) => edit({ days })}
        options={(Object.keys(DAYS) as Days[]).map((value) => ({
          value,
          label: TEXTS.choices[value],
        }))}
      />
    </DialogForm>
  );
}
