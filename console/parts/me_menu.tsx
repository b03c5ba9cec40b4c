// Who is signed in: initials at the foot of the rail, and behind them the name, the roles and the way out.
import { useId, useRef } from "preact/hooks";
import { initials } from "../live/people.ts";
import { sectionAddress } from "../live/settings_sections.ts";
import { useStores } from "../stores.ts";
import { ME_TEXTS as TEXTS } from "../texts/me.ts";
import { OutIcon, SettingsIcon } from "../ui/icons.tsx";
import { rolesWords } from "./may.tsx";

export function MeMenu() {
  const { session } = useStores();
  const id = useId();
  const menu = useRef<HTMLDivElement>(null);
  const me = session.me.value;
  if (!me) return null;
  const close = () => menu.current?.hidePopover();
  return (
    <>
      <button
        type="button"
        class="rail-place rail-me"
        title={`${me.name} · ${rolesWords(me.roles)}`}
        popovertarget={id}
      >
        <Initials name={me.name} />
        <span class="rail-name">
          <span class="hidden">{TEXTS.signedInAs}</span> {me.name}
        </span>
      </button>
      <div class="me-menu" id={id} popover="auto" ref={menu}>
        <Me />
        <a class="button" href={sectionAddress("you")} onClick={close}>
          <SettingsIcon />
          {TEXTS.yours}
        </a>
        <button type="button" class="button" onClick={() => void session.signOut()}>
          <OutIcon />
          {TEXTS.signOut}
        </button>
      </div>
    </>
  );
}

/** Name and roles, as the menu and the help have them. */
export function Me() {
  const me = useStores().session.me.value;
  if (!me) return null;
  return (
    <p class="me">
      <Initials name={me.name} />
      <span class="me-words">
        <strong>{me.name}</strong>
        <small>{rolesWords(me.roles)}</small>
      </span>
    </p>
  );
}

function Initials({ name }: { name: string }) {
  return <span class="initials" aria-hidden="true">{initials(name)}</span>;
}
