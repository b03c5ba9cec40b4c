// One person: name, roles, whether they may sign in; a new link; the way out for good.
import { useState } from "preact/hooks";
import type { Invitation, Person } from "../../../server/contract/person.ts";
import { PERSON_LIMITS } from "../../../server/contract/person_limits.ts";
import { formOf, mergedForm, type PersonForm } from "../../live/people.ts";
import { useStores } from "../../stores.ts";
import { SETTINGS_TEXTS } from "../../texts/settings.ts";
import { SETTINGS_PEOPLE_TEXTS } from "../../texts/settings_people.ts";
import { Switch } from "../../ui/field.tsx";
import { TextField } from "../../ui/text_field.tsx";
import { rolesWords } from "../may.tsx";
import { DialogForm } from "./dialog_form.tsx";
import { EditConflict } from "./edit_conflict.tsx";
import { RolesField } from "./roles_field.tsx";
import { SecondPressButton } from "./second_press_button.tsx";
import { useForm } from "./use_form.ts";
import { required } from "./use_trouble.ts";

const TEXTS = SETTINGS_PEOPLE_TEXTS.form;

interface PersonDialogProps {
  person: Person;
  onLink: (invitation: Invitation) => void;
  onChanged: () => void;
  onClose: () => void;
}

export function PersonDialog({ person, onLink, onChanged, onClose }: PersonDialogProps) {
  const { api, notices, session } = useStores();
  const [held, setHeld] = useState(person);
  const { form, setForm, edit, trouble, busy, setBusy } = useForm<PersonForm>(formOf(person));
  const [theirs, setTheirs] = useState<Person | null>(null);

  async function save(from: Person, wanted: PersonForm): Promise<void> {
    const name = wanted.name.trim();
    const missing = [
      ...required("name", name !== "", TEXTS.needs.name),
      ...required("roles", !isRoleless(from, wanted), TEXTS.needs.roles),
    ];
    setTheirs(null);
    if (trouble.missing(missing)) return;
    setBusy(true);
    const result = await api.savePerson(from.id, from.revision, {
      name,
      roles: [...wanted.roles],
      disabled: wanted.disabled,
    });
    setBusy(false);
    if (result.ok) {
      notices.show({ text: TEXTS.saved(result.value.name), tone: "plain" });
      if (result.value.id === session.me.peek()?.personId) void session.check();
      return onChanged();
    }
    const { code, current } = result.refusal;
    if (code === "conflict" && current) setTheirs(current as Person);
    else trouble.refused(result.refusal);
  }

  async function newLink(): Promise<void> {
    const result = await api.inviteAgain(held.id);
    if (result.ok) onLink(result.value);
    else trouble.refused(result.refusal);
  }

  async function remove(): Promise<void> {
    const result = await api.deletePerson(held.id);
    if (!result.ok) return trouble.refused(result.refusal);
    notices.show({ text: TEXTS.removed(held.name), tone: "plain" });
    onChanged();
  }

  return (
    <DialogForm
      title={TEXTS.edit(held.name)}
      act={TEXTS.save}
      acting={SETTINGS_TEXTS.saving}
      busy={busy}
      trouble={trouble.words}
      onSend={() => save(held, form)}
      onClose={onClose}
      acts={
        <SecondPressButton
          words={TEXTS.remove}
          again={TEXTS.removeAgain}
          told={TEXTS.removeTold(held.name)}
          onAct={() => void remove()}
        />
      }
    >
      <p class="muted">{held.signInName} · {SETTINGS_PEOPLE_TEXTS.people.states[held.state]}</p>
      <TextField
        label={TEXTS.name}
        hint={TEXTS.nameHint}
        error={trouble.at("name")}
        maxLength={PERSON_LIMITS.nameChars}
        value={form.name}
        onValue={(name) => edit({ name })}
      />
      <RolesField
        roles={form.roles}
        disabled={held.rolesFromProvider}
        hint={held.rolesFromProvider ? TEXTS.rolesFixed : undefined}
        error={trouble.at("roles")}
        onRoles={(roles) => edit({ roles })}
      />
      <Switch
        label={TEXTS.disable}
        hint={TEXTS.disableHint}
        checked={form.disabled}
        onChange={(disabled) => edit({ disabled })}
      />
      {held.state !== "oidc" && (
        <div class="with-hint">
          <button type="button" class="button" onClick={() => void newLink()}>
            {TEXTS.newLink}
          </button>
          <p class="field-hint">{TEXTS.newLinkHint}</p>
        </div>
      )}
      {theirs && (
        <EditConflict
          title={TEXTS.conflict}
          words={TEXTS.conflictWords(personWords(theirs))}
          keep={TEXTS.keep}
          take={TEXTS.take}
          onKeep={() => {
            const merged = mergedForm(held, form, theirs);
            setHeld(theirs);
            setForm(merged);
            void save(theirs, merged);
          }}
          onTake={() => {
            setHeld(theirs);
            setForm(formOf(theirs));
            setTheirs(null);
          }}
        />
      )}
    </DialogForm>
  );
}

/** Nobody loses their last role: whoever should be out is disabled. */
function isRoleless(held: Person, form: PersonForm): boolean {
  return form.roles.length === 0 && held.roles.length > 0;
}

function personWords({ name, roles, disabled }: Person): string {
  return [name, rolesWords(roles), disabled ? SETTINGS_PEOPLE_TEXTS.people.disabled : ""]
    .filter((words) => words !== "").join(" · ");
}
