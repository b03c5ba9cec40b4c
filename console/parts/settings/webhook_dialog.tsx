// One receiver: its address, what it is sent; a new secret; the way out for good.
import { useState } from "preact/hooks";
import type { MadeWebhook, Webhook } from "../../../server/contract/webhook.ts";
import type { EditWebhook } from "../../admin_api.ts";
import type { FieldError, Refusal } from "../../api.ts";
import { EVENTS, isWebAddress, mergedWebhook, webhookForm } from "../../live/webhooks.ts";
import { useStores } from "../../stores.ts";
import { SETTINGS_TEXTS } from "../../texts/settings.ts";
import { SETTINGS_WEBHOOKS_TEXTS } from "../../texts/settings_webhooks.ts";
import { Dialog } from "../../ui/dialog.tsx";
import { Switch } from "../../ui/field.tsx";
import { TextField } from "../../ui/text_field.tsx";
import { EditConflict } from "./edit_conflict.tsx";
import { EventsField } from "./events_field.tsx";
import { NAME_CHARS } from "./invite_dialog.tsx";
import { SecondPressButton } from "./second_press_button.tsx";

const TEXTS = SETTINGS_WEBHOOKS_TEXTS.form;
const EXAMPLE = "https://crm.example.com/hookline";
const FRESH: EditWebhook = { name: "", url: "", events: ["call.finished"], on: true };

interface WebhookDialogProps {
  /** Null: a new one. */
  webhook: Webhook | null;
  onMade: (made: MadeWebhook) => void;
  onChanged: () => void;
  onClose: () => void;
}

export function WebhookDialog({ webhook, onMade, onChanged, onClose }: WebhookDialogProps) {
  const { api, notices } = useStores();
  const [held, setHeld] = useState(webhook);
  const [form, setForm] = useState<EditWebhook>(webhook ? webhookForm(webhook) : FRESH);
  const [theirs, setTheirs] = useState<Webhook | null>(null);
  const [errors, setErrors] = useState<readonly FieldError[]>([]);
  const [trouble, setTrouble] = useState("");
  const [busy, setBusy] = useState(false);
  /** What is wrong goes as it is mended. */
  const edit = (change: Partial<EditWebhook>) => {
    setForm({ ...form, ...change });
    setErrors(errors.filter(({ path }) => !Object.hasOwn(change, path)));
  };
  const errorAt = (path: string) => errors.find((error) => error.path === path)?.message;

  async function save(from: Webhook | null, wanted: EditWebhook): Promise<void> {
    const sent = { ...wanted, name: wanted.name.trim(), url: wanted.url.trim() };
    const missing = check(sent);
    setErrors(missing);
    setTrouble("");
    setTheirs(null);
    if (missing.length > 0) return;
    setBusy(true);
    const result = from
      ? await api.saveWebhook(from.id, from.revision, sent)
      : await api.addWebhook(sent);
    setBusy(false);
    if (!result.ok) return refused(result.refusal);
    if ("secret" in result.value) {
      notices.show({ text: TEXTS.added(sent.name), tone: "plain" });
      return onMade(result.value);
    }
    notices.show({ text: TEXTS.saved(sent.name), tone: "plain" });
    onChanged();
  }

  function refused({ code, current, fields, message }: Refusal): void {
    if (code === "conflict" && current) setTheirs(current as Webhook);
    else if (fields.length > 0) setErrors(fields);
    else setTrouble(message);
  }

  async function newSecret(id: string): Promise<void> {
    const result = await api.newWebhookSecret(id);
    if (result.ok) onMade(result.value);
    else setTrouble(result.refusal.message);
  }

  async function remove({ id, name }: Webhook): Promise<void> {
    const result = await api.deleteWebhook(id);
    if (!result.ok) return setTrouble(result.refusal.message);
    notices.show({ text: TEXTS.removed(name), tone: "plain" });
    onChanged();
  }

  return (
    <Dialog title={held ? TEXTS.edit(held.name) : TEXTS.add} wide steady onClose={onClose}>
      <form
        class="dialog-form"
        onSubmit={(event) => {
          event.preventDefault();
          void save(held, form);
        }}
        noValidate
      >
        <TextField
          label={TEXTS.name}
          error={errorAt("name")}
          maxLength={NAME_CHARS}
          value={form.name}
          onValue={(name) => edit({ name })}
        />
        <TextField
          code
          label={TEXTS.url}
          hint={TEXTS.urlHint}
          error={errorAt("url")}
          placeholder={EXAMPLE}
          value={form.url}
          onValue={(url) => edit({ url })}
        />
        <EventsField
          events={form.events}
          error={errorAt("events")}
          onEvents={(events) => edit({ events })}
        />
        <Switch
          label={TEXTS.on}
          hint={TEXTS.onHint}
          checked={form.on}
          onChange={(on) => edit({ on })}
        />
        {theirs && held && (
          <EditConflict
            title={TEXTS.conflict}
            words={TEXTS.conflictWords(webhookWords(theirs))}
            keep={TEXTS.keep}
            take={TEXTS.take}
            onKeep={() => {
              const merged = mergedWebhook(held, form, theirs);
              setHeld(theirs);
              setForm(merged);
              void save(theirs, merged);
            }}
            onTake={() => {
              setHeld(theirs);
              setForm(webhookForm(theirs));
              setTheirs(null);
            }}
          />
        )}
        {trouble !== "" && <p class="field-error" role="alert">{trouble}</p>}
        <div class="dialog-acts spread">
          {held && (
            <span class="dialog-acts">
              <SecondPressButton
                words={TEXTS.remove}
                again={TEXTS.removeAgain}
                told={TEXTS.removeTold(held.name)}
                onAct={() => void remove(held)}
              />
              <SecondPressButton
                words={TEXTS.secret}
                again={TEXTS.secretAgain}
                told={TEXTS.secretTold}
                onAct={() => void newSecret(held.id)}
              />
            </span>
          )}
          <button type="button" class="button" onClick={onClose}>{SETTINGS_TEXTS.cancel}</button>
          <button type="submit" class="button primary" disabled={busy}>
            {busy ? TEXTS.saving : TEXTS.save}
          </button>
        </div>
      </form>
    </Dialog>
  );
}

function check({ name, url, events }: EditWebhook): FieldError[] {
  return [
    ...(name === "" ? [{ path: "name", message: TEXTS.needsName }] : []),
    ...(isWebAddress(url) ? [] : [{ path: "url", message: TEXTS.needsUrl }]),
    ...(events.length === 0 ? [{ path: "events", message: TEXTS.needsEvents }] : []),
  ];
}

function webhookWords({ name, url, events, on }: Webhook): string {
  const sends = EVENTS.filter((event) => events.includes(event))
    .map((event) => SETTINGS_WEBHOOKS_TEXTS.events[event]);
  return [name, url, ...sends, on ? "" : SETTINGS_WEBHOOKS_TEXTS.off]
    .filter((words) => words !== "").join(" · ");
}
