// Oneself: name and roles, the password, and how this browser shows the console.
import { useState } from "preact/hooks";
import type { Refusal } from "../../api.ts";
import { useStores } from "../../stores.ts";
import { type Language, language, LANGUAGES } from "../../texts/language.ts";
import { ROLES_TEXTS } from "../../texts/roles.ts";
import { SETTINGS_TEXTS } from "../../texts/settings.ts";
import { Choice } from "../../ui/choice.tsx";
import { OutIcon } from "../../ui/icons.tsx";
import { PasswordField } from "../../ui/password_field.tsx";
import { BrowserPrefs } from "../browser_prefs.tsx";
import { NewPasswordFields, useNewPassword } from "../sign_in/new_password.tsx";
import { RoleTags } from "./roles_field.tsx";
import { Section } from "./section.tsx";

const TEXTS = SETTINGS_TEXTS.you;

export function YouSection() {
  const { session } = useStores();
  const me = session.me.value;
  if (!me) return null;
  return (
    <Section title={SETTINGS_TEXTS.sections.you} about={TEXTS.about}>
      <div class="panels">
        <section class="panel" aria-labelledby="your-name">
          <h3 id="your-name">{me.name}</h3>
          <p>
            <RoleTags roles={me.roles} />
          </p>
          <div>
            <p class="field-label">{TEXTS.may}</p>
            <ul class="may-list">
              {me.may.map((permission) => <li key={permission}>{ROLES_TEXTS.may[permission]}</li>)}
            </ul>
          </div>
          {me.personId === null && <p class="field-hint">{TEXTS.operator}</p>}
          <button type="button" class="button" onClick={() => void session.signOut()}>
            <OutIcon />
            {TEXTS.signOut}
          </button>
        </section>
        <ThisBrowser />
        {me.personId !== null && <ChangePassword name={me.name} />}
      </div>
    </Section>
  );
}

function ThisBrowser() {
  const { prefs } = useStores();
  return (
    <section class="panel" aria-labelledby="this-browser">
      <h3 id="this-browser">{TEXTS.console}</h3>
      <Choice<Language>
        legend={TEXTS.language}
        look="pills"
        value={language()}
        onChange={(chosen) => prefs.language.value = chosen}
        options={(Object.keys(LANGUAGES) as Language[]).map((value) => ({
          value,
          label: <span lang={value}>{LANGUAGES[value]}</span>,
        }))}
      />
      <p class="field-hint">{TEXTS.languageHint}</p>
      <BrowserPrefs />
    </section>
  );
}

function ChangePassword({ name }: { name: string }) {
  const { api, notices } = useStores();
  const fields = useNewPassword();
  const [current, setCurrent] = useState("");
  const [missing, setMissing] = useState(false);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const [busy, setBusy] = useState(false);
  const errorAt = (path: string) => refusal?.fields.find((error) => error.path === path)?.message;

  async function change(event: Event): Promise<void> {
    event.preventDefault();
    setRefusal(null);
    setMissing(current === "");
    if (!fields.check() || current === "") return;
    setBusy(true);
    const result = await api.changePassword(current, fields.password);
    setBusy(false);
    if (!result.ok) return setRefusal(result.refusal);
    setCurrent("");
    fields.clear();
    notices.show({ text: TEXTS.changed, tone: "plain" });
  }

  return (
    <section class="panel" aria-labelledby="password-title">
      <h3 id="password-title">{TEXTS.password}</h3>
      <form class="dialog-form" onSubmit={(event) => void change(event)} noValidate>
        <input
          class="hidden"
          type="text"
          name="username"
          autocomplete="username"
          value={name}
          tabIndex={-1}
          aria-hidden="true"
          readOnly
        />
        <PasswordField
          label={TEXTS.current}
          autocomplete="current-password"
          error={missing ? TEXTS.needsCurrent : errorAt("current") && TEXTS.wrongCurrent}
          value={current}
          onValue={setCurrent}
        />
        <NewPasswordFields fields={fields} error={errorAt("password")} />
        {refusal && refusal.fields.length === 0 && (
          <p class="field-error" role="alert">{refusal.message}</p>
        )}
        <button type="submit" class="button primary start" disabled={busy}>
          {busy ? TEXTS.changing : TEXTS.change}
        </button>
      </form>
    </section>
  );
}
