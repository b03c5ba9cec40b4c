// Which messages a receiver is sent.
import { WEBHOOK_EVENTS, type WebhookEvent } from "../../../server/contract/webhook_limits.ts";
import { SETTINGS_WEBHOOKS_TEXTS as TEXTS } from "../../texts/settings_webhooks.ts";
import { Choices } from "../../ui/choices.tsx";

interface EventsFieldProps {
  events: readonly WebhookEvent[];
  error?: string | undefined;
  onEvents: (events: WebhookEvent[]) => void;
}

export function EventsField({ events, error, onEvents }: EventsFieldProps) {
  return (
    <Choices<WebhookEvent>
      legend={TEXTS.form.events}
      look="pills"
      options={WEBHOOK_EVENTS.map((value) => ({ value, label: TEXTS.events[value] }))}
      chosen={events}
      error={error}
      onChange={onEvents}
    />
  );
}
