// The settings: one section at a time, each with an address of its own; only those that one may see.
import "../floor_code.ts";
import { useEffect, useMemo } from "preact/hooks";
import { createSettingsEditor, type SettingsEditor } from "../live/settings.ts";
import { sectionAddress, type SectionId, sectionOf, SECTIONS } from "../live/settings_sections.ts";
import { rolesWords } from "../parts/may.tsx";
import { PageHeader } from "../parts/page_header.tsx";
import { AlertsSection } from "../parts/settings/alerts_section.tsx";
import { AuditSection } from "../parts/settings/audit_section.tsx";
import { KeepingSection } from "../parts/settings/keeping_section.tsx";
import { PeopleSection } from "../parts/settings/people_section.tsx";
import { TokensSection } from "../parts/settings/tokens_section.tsx";
import { WebhooksSection } from "../parts/settings/webhooks_section.tsx";
import { YouSection } from "../parts/settings/you_section.tsx";
import { useStores } from "../stores.ts";
import { ROLES_TEXTS } from "../texts/roles.ts";
import { SETTINGS_TEXTS as TEXTS } from "../texts/settings.ts";
import { RowNav } from "../ui/row_nav.tsx";
import { MissingScreen } from "./missing_screen.tsx";

/** `section`: the last part of the address. */
export function SettingsScreen({ section: name = "" }: { section?: string }) {
  const { api, session } = useStores();
  const editor = useMemo(() => createSettingsEditor(api), []);
  const mayManage = session.may("manage");
  const section = sectionOf(name, session.may);
  const wantsEditor = section === "keeping" || section === "alerts";
  useEffect(() => {
    if (mayManage && wantsEditor && editor.form.peek() === null) void editor.load();
  }, [mayManage, wantsEditor]);
  useEffect(() => {
    const warn = (event: BeforeUnloadEvent) => {
      if (editor.differs("keeping") || editor.differs("alerts")) event.preventDefault();
    };
    addEventListener("beforeunload", warn);
    return () => removeEventListener("beforeunload", warn);
  }, []);

  if (section === null) return <MissingScreen />;
  const needs = SECTIONS.find(({ id }) => id === section)?.needs ?? null;
  return (
    <div class="page settings-page">
      <PageHeader title={TEXTS.title} tab={`${TEXTS.sections[section]} · ${TEXTS.title}`} settled />
      <div class="settings-body">
        {mayManage && <SectionNav selected={section} editor={editor} />}
        <div class="settings-main">
          {needs === null || session.may(needs)
            ? <OneSection section={section} editor={editor} />
            : <NotYours />}
        </div>
      </div>
    </div>
  );
}

function OneSection({ section, editor }: { section: SectionId; editor: SettingsEditor }) {
  switch (section) {
    case "people":
      return <PeopleSection />;
    case "tokens":
      return <TokensSection />;
    case "webhooks":
      return <WebhooksSection />;
    case "alerts":
      return <AlertsSection editor={editor} />;
    case "keeping":
      return <KeepingSection editor={editor} />;
    case "audit":
      return <AuditSection />;
    case "you":
      return <YouSection />;
  }
}

function NotYours() {
  const roles = useStores().session.me.value?.roles ?? [];
  return (
    <section class="settings-section" aria-labelledby="section-title">
      <h2 id="section-title">{ROLES_TEXTS.title}</h2>
      <p class="muted">
        {ROLES_TEXTS.mayNot(ROLES_TEXTS.may.manage)} {ROLES_TEXTS.who.manage}{" "}
        {ROLES_TEXTS.yours(rolesWords(roles))} {ROLES_TEXTS.ask}
      </p>
      <p>
        <a class="button" href={sectionAddress("you")}>{TEXTS.sections.you}</a>
      </p>
    </section>
  );
}

function SectionNav({ selected, editor }: { selected: SectionId; editor: SettingsEditor }) {
  return (
    <RowNav<SectionId>
      label={TEXTS.nav}
      selected={selected}
      parts={SECTIONS.map(({ id }) => ({
        id,
        address: sectionAddress(id),
        words: (
          <>
            {TEXTS.sections[id]}
            {(id === "keeping" || id === "alerts") && editor.differs(id) && (
              <span class="part-mark edited">
                <span class="hidden">{TEXTS.edited}</span>
              </span>
            )}
          </>
        ),
      }))}
    />
  );
}
