// A new token: what it is for, what it may do, for how long.
import { useState } from "preact/hooks";
import type { MadeApiToken } from "../../../server/contract/api_token.ts";
import type { Role } from "../../../server/contract/role.ts";
import type { FieldError } from "../../api.ts";
import { useStores } from "../../stores.ts";
import { SETTINGS_TEXTS } from "../../texts/settings.ts";
import { SETTINGS_PEOPLE_TEXTS } from "../../texts/settings_people.ts";
import { Choice } from "../../ui/choice.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { TextField } from "../../ui/text_field.tsx";
import { NAME_CHARS } from "./invite_dialog.tsx";
import { RolesField } from "./roles_field.tsx";

const TEXTS = SETTINGS_PEOPLE_TEXTS.tokens.form;

const DAYS = { d30: 30, d90: 90, d365: 365, none: null } as const;
type Days = keyof typeof DAYS;

export function TokenDialog(
  { onMade, onClose }: { onMade: (made: MadeApiToken) => void; onClose: () => void },
) {
  const { api } = useStores();
  const [name, setName] = useState("");
  const [roles, setRoles] = useState<Role[]>(["viewer"]);
  const [days, setDays] = useState<Days>("d90");
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
      ...(name.trim() === "" ? [{ path: "name", message: TEXTS.needsName }] : []),
      ...(roles.length === 0
        ? [{ path: "roles", message: SETTINGS_PEOPLE_TEXTS.form.needs.roles }]
        : []),
    ];
    setErrors(missing);
    setTrouble("");
    if (missing.length > 0) return;
    setBusy(true);
    const result = await api.makeToken({ name: name.trim(), roles, days: DAYS[days] });
    setBusy(false);
    if (result.ok) return onMade(result.value);
    setErrors(result.refusal.fields);
    if (result.refusal.fields.length === 0) setTrouble(result.refusal.message);
  }

  return (
    <Dialog title={TEXTS.title} wide steady onClose={onClose}>
      <form class="dialog-form" onSubmit={(event) => void send(event)} noValidate>
        <TextField
          label={TEXTS.name}
          hint={TEXTS.nameHint}
          error={errorAt("name")}
          maxLength={NAME_CHARS}
          value={name}
          onValue={set("name", setName)}
        />
        <RolesField
          legend={SETTINGS_PEOPLE_TEXTS.form.roles}
          roles={roles}
          error={errorAt("roles")}
          onRoles={set("roles", setRoles)}
        />
        <Choice<Days>
          legend={TEXTS.days}
          look="pills"
          value={days}
          onChange={setDays}
          options={(Object.keys(DAYS) as Days[]).map((value) => ({
            value,
            label: TEXTS.choices[value],
          }))}
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
