// One person: name, roles, whether they may sign in; a new link; the way out for good.
import { useState } from "preact/hooks";
import type { Invitation, Person } from "../../../server/contract/person.ts";
import type { Refusal } from "../../api.ts";
import { formOf, mergedForm, type PersonForm } from "../../live/people.ts";
import { useStores } from "../../stores.ts";
import { SETTINGS_TEXTS } from "../../texts/settings.ts";
import { SETTINGS_PEOPLE_TEXTS } from "../../texts/settings_people.ts";
import { Dialog } from "../../ui/dialog.tsx";
import { Switch } from "../../ui/field.tsx";
import { TextField } from "../../ui/text_field.tsx";
import { rolesWords } from "../may.tsx";
import { EditConflict } from "./edit_conflict.tsx";
import { NAME_CHARS } from "./invite_dialog.tsx";
import { RolesField } from "./roles_field.tsx";
import { SecondPressButton } from "./second_press_button.tsx";

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
  const [form, setForm] = useState<PersonForm>(formOf(person));
  const [theirs, setTheirs] = useState<Person | null>(null);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const [told, setTold] = useState(false);
  const [busy, setBusy] = useState(false);
  const edit = (change: Partial<PersonForm>) => setForm({ ...form, ...change });
  const errorAt = (path: string) => refusal?.fields.find((error) => error.path === path)?.message;
  const roleless = form.roles.length === 0 && !held.rolesFromProvider;

  async function save(from: Person, wanted: PersonForm): Promise<void> {
    setTold(true);
    setTheirs(null);
    setRefusal(null);
    if (wanted.name.trim() === "" || wanted.roles.length === 0 && !from.rolesFromProvider) return;
    setBusy(true);
    const result = await api.savePerson(from.id, from.revision, {
      name: wanted.name.trim(),
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
    else setRefusal(result.refusal);
  }

  async function newLink(): Promise<void> {
    const result = await api.inviteAgain(held.id);
    if (result.ok) onLink(result.value);
    else setRefusal(result.refusal);
  }

  async function remove(): Promise<void> {
    const result = await api.deletePerson(held.id);
    if (!result.ok) return setRefusal(result.refusal);
    notices.show({ text: TEXTS.removed(held.name), tone: "plain" });
    onChanged();
  }

  return (
    <Dialog title={TEXTS.edit(held.name)} wide steady onClose={onClose}>
      <form
        class="dialog-form"
        onSubmit={(event) => {
          event.preventDefault();
          void save(held, form);
        }}
        noValidate
      >
        <p class="muted">{held.signInName} · {SETTINGS_PEOPLE_TEXTS.people.states[held.state]}</p>
        <TextField
          label={TEXTS.name}
          hint={TEXTS.nameHint}
          error={told && form.name.trim() === "" ? TEXTS.needs.name : errorAt("name")}
          maxLength={NAME_CHARS}
          value={form.name}
          onValue={(name) => edit({ name })}
        />
        <RolesField
          legend={TEXTS.roles}
          roles={form.roles}
          disabled={held.rolesFromProvider}
          hint={held.rolesFromProvider ? TEXTS.rolesFixed : undefined}
          error={told && roleless ? TEXTS.needs.roles : errorAt("roles")}
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
        {refusal && refusal.fields.length === 0 && (
          <p class="field-error" role="alert">{refusal.message}</p>
        )}
        <div class="dialog-acts spread">
          <SecondPressButton
            words={TEXTS.remove}
            again={TEXTS.removeAgain}
            told={TEXTS.removeTold(held.name)}
            onAct={() => void remove()}
          />
          <button type="button" class="button" onClick={onClose}>{SETTINGS_TEXTS.cancel}</button>
          <button type="submit" class="button primary" disabled={busy}>
            {busy ? SETTINGS_TEXTS.saving : TEXTS.save}
          </button>
        </div>
      </form>
    </Dialog>
  );
}

function personWords({ name, roles, disabled }: Person): string {
  return [name, rolesWords(roles), disabled ? SETTINGS_PEOPLE_TEXTS.people.disabled : ""]
    .filter((words) => words !== "").join(" · ");
}
