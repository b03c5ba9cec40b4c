// Who may sign in: everybody in a table, and the way in for somebody new.
import { useState } from "preact/hooks";
import type { Invitation, Person } from "../../../server/contract/person.ts";
import { ROLES } from "../../../server/contract/role.ts";
import { inOrder } from "../../live/people.ts";
import { useStores } from "../../stores.ts";
import { ROLES_TEXTS } from "../../texts/roles.ts";
import { SETTINGS_TEXTS } from "../../texts/settings.ts";
import { SETTINGS_PEOPLE_TEXTS } from "../../texts/settings_people.ts";
import { PlusIcon } from "../../ui/icons.tsx";
import { Ago } from "../../ui/time.tsx";
import { dayWords, timeOfDay } from "../../ui/time_words.ts";
import { InviteDialog } from "./invite_dialog.tsx";
import { PersonDialog } from "./person_dialog.tsx";
import { RoleTags } from "./roles_field.tsx";
import { Loaded, NothingYet, Section } from "./section.tsx";
import { ShownOnce } from "./shown_once.tsx";
import { SettingsTable } from "./settings_table.tsx";
import { useFetched } from "./use_fetched.ts";

const TEXTS = SETTINGS_PEOPLE_TEXTS.people;

type Open = { kind: "invite" } | { kind: "edit"; person: Person } | {
  kind: "link";
  invitation: Invitation;
} | null;

export function PeopleSection() {
  const { api } = useStores();
  const people = useFetched(api.people);
  const [open, setOpen] = useState<Open>(null);
  const close = () => setOpen(null);
  const invite = (
    <button
      type="button"
      class="button primary"
      onClick={() => setOpen({ kind: "invite" })}
    >
      <PlusIcon />
      {TEXTS.invite}
    </button>
  );
  function invited(invitation: Invitation): void {
    setOpen({ kind: "link", invitation });
    void people.again();
  }
  function changed(): void {
    close();
    void people.again();
  }
  const any = (people.value?.length ?? 0) > 0;
  return (
    <Section
      title={SETTINGS_TEXTS.sections.people}
      about={TEXTS.about}
      acts={any && invite}
    >
      <Loaded fetched={people}>
        {(all) =>
          all.length === 0
            ? <NothingYet title={TEXTS.none} words={TEXTS.noneWords}>{invite}</NothingYet>
            : (
              <PeopleTable
                people={inOrder(all)}
                onEdit={(person) => setOpen({ kind: "edit", person })}
              />
            )}
      </Loaded>
      <details class="role-table">
        <summary>{TEXTS.what}</summary>
        <dl>
          {ROLES.map((role) => (
            <div key={role}>
              <dt>{ROLES_TEXTS.roles[role]}</dt>
              <dd>{ROLES_TEXTS.about[role]}</dd>
            </div>
          ))}
        </dl>
      </details>
      {open?.kind === "invite" && <InviteDialog onInvited={invited} onClose={close} />}
      {open?.kind === "edit" && (
        <PersonDialog
          person={open.person}
          onLink={invited}
          onChanged={changed}
          onClose={close}
        />
      )}
      {open?.kind === "link" && (
        <ShownOnce
          title={SETTINGS_PEOPLE_TEXTS.invited.title(open.invitation.person.name)}
          words={SETTINGS_PEOPLE_TEXTS.invited.words(untilWords(open.invitation.expiresAtMs))}
          label={SETTINGS_PEOPLE_TEXTS.invited.link}
          copyWhat={SETTINGS_PEOPLE_TEXTS.invited.copyWhat}
          text={open.invitation.link}
          onClose={close}
        />
      )}
    </Section>
  );
}

function untilWords(atMs: number): string {
  return `${dayWords(atMs)}, ${timeOfDay(atMs)}`;
}

function PeopleTable(
  { people, onEdit }: { people: readonly Person[]; onEdit: (person: Person) => void },
) {
  const { columns } = TEXTS;
  return (
    <SettingsTable
      look="people-table"
      columns={[columns.person, columns.roles, columns.state, columns.seen]}
      acts={columns.acts}
    >
      {people.map((person) => (
        <tr key={person.id} class={person.disabled ? "is-off" : ""}>
          <th scope="row" class="cell-main">
            {person.name}
            <small>{person.signInName}</small>
          </th>
          <td class="cell-roles">
            {person.roles.length > 0
              ? <RoleTags roles={person.roles} />
              : <span class="tag watch">{TEXTS.noRole}</span>}
          </td>
          <td class="cell-state">
            {person.disabled
              ? <span class="tag bad">{TEXTS.disabled}</span>
              : TEXTS.states[person.state]}
          </td>
          <td class="muted cell-seen">
            <span class="cell-name">{columns.seen}</span>
            {person.signedInAtMs === null
              ? SETTINGS_TEXTS.never
              : <Ago atMs={person.signedInAtMs} />}
          </td>
          <td class="col-act">
            <button
              type="button"
              class="button small"
              aria-label={TEXTS.edit(person.name)}
              onClick={() => onEdit(person)}
            >
              {columns.acts}
            </button>
          </td>
        </tr>
      ))}
    </SettingsTable>
  );
}
