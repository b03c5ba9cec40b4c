// How long calls, recordings and the audit are kept, and what is never kept.
import type { SettingsEditor } from "../../live/settings.ts";
import { SETTINGS_TEXTS } from "../../texts/settings.ts";
import { Section } from "./section.tsx";
import { DaysSetting, SettingsForm, SwitchSetting } from "./settings_form.tsx";

const TEXTS = SETTINGS_TEXTS.keeping;

export function KeepingSection({ editor }: { editor: SettingsEditor }) {
  return (
    <Section title={SETTINGS_TEXTS.sections.keeping} about={TEXTS.about}>
      <SettingsForm editor={editor} section="keeping">
        {() => (
          <>
            <section class="panel" aria-labelledby="how-long">
              <h3 id="how-long">{TEXTS.howLong}</h3>
              <div class="number-grid">
                <DaysSetting
                  editor={editor}
                  path="retention.callsDays"
                  hint={TEXTS.callsHint}
                />
                <DaysSetting
                  editor={editor}
                  path="retention.recordingsDays"
                  hint={TEXTS.recordingsHint}
                />
                <DaysSetting
                  editor={editor}
                  path="retention.auditDays"
                  hint={TEXTS.auditHint}
                />
              </div>
            </section>
            <section class="panel" aria-labelledby="left-out">
              <h3 id="left-out">{TEXTS.left}</h3>
              <SwitchSetting editor={editor} path="redaction.cardNumbers" hint={TEXTS.cardsHint} />
            </section>
          </>
        )}
      </SettingsForm>
    </Section>
  );
}
