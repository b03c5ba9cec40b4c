// What the forms over the server's settings share: fields that the environment may fix, saving, what others saved.
import type { ComponentChildren } from "preact";
import {
  SERVER_SETTINGS_DEFAULTS,
  SETTING_RANGES,
} from "../../../server/contract/settings_limits.ts";
import { valueAt } from "../../../server/contract/settings_paths.ts";
import { type SettingPath, type SettingSection, type SettingsEditor } from "../../live/settings.ts";
import { useStores } from "../../stores.ts";
import { SETTINGS_TEXTS as TEXTS } from "../../texts/settings.ts";
import { NumberField, Switch } from "../../ui/field.tsx";
import { settingName, settingWords } from "../../live/setting_words.ts";

interface SettingProps {
  editor: SettingsEditor;
  path: SettingPath;
  hint?: string;
}

/** Where for ever is what it is at first. */
const FRESH_DAYS = 90;

type NumberPath = keyof typeof SETTING_RANGES;

/** What the environment sets is shown, with the name of its variable. */
export function Fixed({ editor, path }: Omit<SettingProps, "hint">) {
  const { settings, fixed } = editor.held.value!;
  return (
    <div class="fixed-setting">
      <p class="field-label">{settingName(path)}</p>
      <p>{settingWords(path, valueAt(settings, path))}</p>
      <p class="field-hint">{TEXTS.setBy(fixed[path] ?? "")}</p>
    </div>
  );
}

function isFixed({ editor, path }: SettingProps): boolean {
  return Object.hasOwn(editor.held.value?.fixed ?? {}, path);
}

export function SwitchSetting(props: SettingProps) {
  const { editor, path, hint } = props;
  if (isFixed(props)) return <Fixed {...props} />;
  return (
    <Switch
      label={settingName(path)}
      {...(hint !== undefined && { hint })}
      checked={valueAt(editor.form.value!, path) === true}
      onChange={(on) => editor.edit(path, on)}
    />
  );
}

export function NumberSetting(
  props: SettingProps & { path: NumberPath; unit: string; per?: number },
) {
  const { editor, path, unit, per = 1, hint } = props;
  if (isFixed(props)) return <Fixed {...props} />;
  const value = valueAt(editor.form.value!, path);
  return (
    <NumberField
      label={settingName(path)}
      unit={unit}
      per={per}
      step={1}
      range={SETTING_RANGES[path]}
      {...(hint !== undefined && { hint })}
      error={errorWords(editor, path, per)}
      value={typeof value === "number" ? value : NaN}
      onValue={(next) => editor.edit(path, next)}
    />
  );
}

/** What is offered to whoever ends "for ever". */
function freshDays(path: NumberPath): number {
  const days = valueAt(SERVER_SETTINGS_DEFAULTS, path);
  return typeof days === "number" ? days : FRESH_DAYS;
}

/** How long something is kept: so many days, or for ever. */
export function DaysSetting(props: SettingProps & { path: NumberPath }) {
  const { editor, path, hint } = props;
  if (isFixed(props)) return <Fixed {...props} />;
  const value = valueAt(editor.form.value!, path);
  return (
    <div class="days-setting">
      <NumberField
        label={settingName(path)}
        unit={TEXTS.keeping.unit}
        step={1}
        range={SETTING_RANGES[path]}
        {...(hint !== undefined && { hint })}
        error={errorWords(editor, path, 1)}
        disabled={value === null}
        value={typeof value === "number" ? value : NaN}
        onValue={(days) => editor.edit(path, days)}
      />
      <label class="tick">
        <input
          type="checkbox"
          checked={value === null}
          aria-label={`${settingName(path)}: ${TEXTS.keeping.forEver}`}
          onChange={(event) =>
            editor.edit(path, event.currentTarget.checked ? null : freshDays(path))}
        />
        <span aria-hidden="true">{TEXTS.keeping.forEver}</span>
      </label>
    </div>
  );
}

function errorWords(editor: SettingsEditor, path: NumberPath, per: number): string | undefined {
  const error = editor.errors.value.find((each) => each.path === path);
  if (!error) return undefined;
  const { min, max } = SETTING_RANGES[path];
  return error.message || TEXTS.range(min / per, max / per);
}

export function SettingsForm(
  { editor, section, children }: {
    editor: SettingsEditor;
    section: SettingSection;
    children: () => ComponentChildren;
  },
) {
  const { notices } = useStores();
  const state = editor.state.value;
  if (editor.form.value === null) {
    if (state.kind !== "not_fetched") {
      return <p class="nothing-said" role="status">{TEXTS.fetching}</p>;
    }
    return (
      <p class="field-error fetch-trouble" role="alert">
        {TEXTS.failed(state.why)}
        <button type="button" class="button small" onClick={() => void editor.load()}>
          {TEXTS.again}
        </button>
      </p>
    );
  }
  const differs = editor.differs(section);
  const told = (saved: boolean) => saved && notices.show({ text: TEXTS.saved, tone: "plain" });
  return (
    <form
      class="settings-form"
      onSubmit={(event) => {
        event.preventDefault();
        void editor.save(section).then(told);
      }}
      noValidate
    >
      {state.kind === "conflict" && state.section === section && (
        <SettingsConflict
          editor={editor}
          onKeep={() => void editor.keepMine().then(told)}
        />
      )}
      {children()}
      <div class="publish-bar">
        <p class={`save-status ${isBad(editor, section) ? "bad" : ""}`} role="status">
          <span class="save-dot" aria-hidden="true" />
          {saveWords(editor, section)}
        </p>
        <button
          type="submit"
          class="button primary"
          disabled={!differs || state.kind === "saving" || state.kind === "conflict"}
        >
          {state.kind === "saving" ? TEXTS.saving : TEXTS.save}
        </button>
      </div>
    </form>
  );
}

function isBad(editor: SettingsEditor, section: SettingSection): boolean {
  const state = editor.state.value;
  return editor.errors.value.length > 0 || state.kind === "not_saved" && state.section === section;
}

function saveWords(editor: SettingsEditor, section: SettingSection): string {
  const state = editor.state.value;
  const faults = editor.errors.value.length;
  if (faults > 0) return TEXTS.lookAtFields(faults);
  if (state.kind === "not_saved" && state.section === section) return TEXTS.notSaved(state.why);
  return editor.differs(section) ? TEXTS.notYet : TEXTS.inForce;
}

/** Both values side by side, where both changed the same. */
function SettingsConflict({ editor, onKeep }: { editor: SettingsEditor; onKeep: () => void }) {
  const state = editor.state.value;
  if (state.kind !== "conflict") return null;
  const { conflict } = TEXTS;
  return (
    <section class="conflict" role="alert" aria-labelledby="conflict-title">
      <h3 id="conflict-title">{conflict.title}</h3>
      <p>{conflict.words}</p>
      <div class="table-frame">
        <table class="table">
          <thead>
            <tr>
              <th scope="col">{conflict.setting}</th>
              <th scope="col">{conflict.theirs}</th>
              <th scope="col">{conflict.yours}</th>
            </tr>
          </thead>
          <tbody>
            {state.paths.map((path) => (
              <tr key={path}>
                <th scope="row">{settingName(path)}</th>
                <td>{settingWords(path, valueAt(state.current.settings, path))}</td>
                <td>{settingWords(path, valueAt(editor.form.value!, path))}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <div class="conflict-acts">
        <button type="button" class="button primary" onClick={onKeep}>{conflict.keep}</button>
        <button type="button" class="button" onClick={editor.takeTheirs}>{conflict.take}</button>
      </div>
    </section>
  );
}
