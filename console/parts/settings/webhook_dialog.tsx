// One receiver: its address, what it is sent; a new secret; the way out for good.
import { useState } from "preact/hooks";
import type { MadeWebhook, Webhook } from "../../../server/contract/webhook.ts";
import { WEBHOOK_EVENTS, WEBHOOK_LIMITS } from "../../../server/contract/webhook_limits.ts";
import type { EditWebhook } from "../../admin_api.ts";
import type { FieldError, Refusal } from "../../api.ts";
import { isWebAddress, mergedWebhook, webhookForm } from "../../live/webhooks.ts";
import { useStores } from "../../stores.ts";
import { SETTINGS_WEBHOOKS_TEXTS } from "../../texts/settings_webhooks.ts";
import { Switch } from "../../ui/field.tsx";
import { TextField } from "../../ui/text_field.tsx";
import { DialogForm } from "./dialog_form.tsx";
import { EditConflict } from "./edit_conflict.tsx";
import { EventsField } from "./events_field.tsx";
import { SecondPressButton } from "./second_press_button.tsx";
import { useForm } from "./use_form.ts";
import { required } from "./use_trouble.ts";

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
  const { form, setForm, edit, trouble, busy, setBusy } = useForm<EditWebhook>(
    webhook ? webhookForm(webhook) : FRESH,
  );
  const [theirs, setTheirs] = useState<Webhook | null>(null);

  async function save(from: Webhook | null, wanted: EditWebhook): Promise<void> {
    const sent = { ...wanted, name: wanted.name.trim(), url: wanted.url.trim() };
    setTheirs(null);
    if (trouble.missing(missing(sent))) return;
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

  function refused(refusal: Refusal): void {
    const { code, current } = refusal;
    if (code === "conflict" && current) setTheirs(current as Webhook);
    else trouble.refused(refusal);
  }

  async function newSecret(id: string): Promise<void> {
    const result = await api.newWebhookSecret(id);
    if (result.ok) onMade(result.value);
    else trouble.refused(result.refusal);
  }

  async function remove({ id, name }: Webhook): Promise<void> {
    const result = await api.deleteWebhook(id);
    if (!result.ok) return trouble.refused(result.refusal);
    notices.show({ text: TEXTS.removed(name), tone: "plain" });
    onChanged();
  }

  return (
    <DialogForm
      title={held ? TEXTS.edit(held.name) : TEXTS.add}
      act={TEXTS.save}
      acting={TEXTS.saving}
      busy={busy}
      trouble={trouble.words}
      onSend={() => save(held, form)}
      onClose={onClose}
      acts={held && (
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
    >
      <TextField
        label={TEXTS.name}
        error={trouble.at("name")}
        maxLength={WEBHOOK_LIMITS.nameChars}
        value={form.name}
        onValue={(name) => edit({ name })}
      />
      <TextField
        code
        label={TEXTS.url}
        hint={TEXTS.urlHint}
        error={trouble.at("url")}
        placeholder={EXAMPLE}
        value={form.url}
        onValue={(url) => edit({ url })}
      />
      <EventsField
        events={form.events}
        error={trouble.at("events")}
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
    </DialogForm>
  );
}

function missing({ name, url, events }: EditWebhook): FieldError[] {
  return [
    ...required("name", name !== "", TEXTS.needsName),
    ...required("url", isWebAddress(url), TEXTS.needsUrl),
    ...required("events", events.length > 0, TEXTS.needsEvents),
  ];
}

function webhookWords({ name, url, events, on }: Webhook): string {
  const sends = WEBHOOK_EVENTS.filter((event) => events.includes(event))
    .map((event) => SETTINGS_WEBHOOKS_TEXTS.events[event]);
  return [name, url, ...sends, on ? "" : SETTINGS_WEBHOOKS_TEXTS.off]
    .filter((words) => words !== "").join(" · ");
}
