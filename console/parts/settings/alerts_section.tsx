// What the server tells by itself, from when on, and whether it calls itself.
import { ALERT_KINDS, type AlertKind } from "../../../server/contract/alert_kinds.ts";
import type { SettingsEditor } from "../../live/settings.ts";
import { SETTINGS_TEXTS } from "../../texts/settings.ts";
import { WarningIcon } from "../../ui/icons.tsx";
import { Section } from "./section.tsx";
import { Fixed, NumberSetting, SettingsForm, SwitchSetting } from "./settings_form.tsx";

const TEXTS = SETTINGS_TEXTS.alerts;

export function AlertsSection({ editor }: { editor: SettingsEditor }) {
  return (
    <Section title={SETTINGS_TEXTS.sections.alerts} about={TEXTS.about}>
      <SettingsForm editor={editor} section="alerts">
        {() => (
          <>
            <Which editor={editor} />
            <section class="panel" aria-labelledby="marks">
              <h3 id="marks">{TEXTS.marks}</h3>
              <div class="number-grid">
                <NumberSetting
                  editor={editor}
                  path="alerts.callWaitsMs"
                  unit={TEXTS.seconds}
                  per={1000}
                  hint={TEXTS.callWaitsHint}
                />
                <NumberSetting
                  editor={editor}
                  path="alerts.failedCalls"
                  unit={TEXTS.calls}
                  hint={TEXTS.failedCallsHint}
                />
                <NumberSetting
                  editor={editor}
                  path="alerts.heldUpMs"
                  unit={TEXTS.ms}
                  hint={TEXTS.heldUpHint}
                />
              </div>
            </section>
            <section class="panel" aria-labelledby="self-call">
              <h3 id="self-call">{TEXTS.self}</h3>
              <SwitchSetting editor={editor} path="selfCall.on" hint={TEXTS.selfHint} />
              <p class="cost-note">
                <WarningIcon />
                {TEXTS.selfCosts}
              </p>
            </section>
          </>
        )}
      </SettingsForm>
    </Section>
  );
}

function Which({ editor }: { editor: SettingsEditor }) {
  const { alerts } = editor.form.value!;
  if (Object.hasOwn(editor.held.value!.fixed, "alerts.on")) {
    return <Fixed editor={editor} path="alerts.on" />;
  }
  const set = (kind: AlertKind, on: boolean) =>
    editor.edit(
      "alerts.on",
      ALERT_KINDS.filter((each) => each === kind ? on : alerts.on.includes(each)),
    );
  return (
    <fieldset class="panel which-alerts">
      <legend class="which-title">{TEXTS.which}</legend>
      {ALERT_KINDS.map((kind) => (
        <label key={kind} class="tick">
          <input
            type="checkbox"
            checked={alerts.on.includes(kind)}
            onChange={(event) => set(kind, event.currentTarget.checked)}
          />
          <span>
            {TEXTS.names[kind]}
            <small>{TEXTS.hints[kind]}</small>
          </span>
        </label>
      ))}
    </fieldset>
  );
}
