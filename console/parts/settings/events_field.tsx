// Which messages a receiver is sent: boxes to tick.
import { useId } from "preact/hooks";
import type { WebhookEvent } from "../../../server/contract/webhook.ts";
import { EVENTS } from "../../live/webhooks.ts";
import { SETTINGS_WEBHOOKS_TEXTS as TEXTS } from "../../texts/settings_webhooks.ts";

interface EventsFieldProps {
  events: readonly WebhookEvent[];
  error?: string | undefined;
  onEvents: (events: WebhookEvent[]) => void;
}

export function EventsField({ events, error, onEvents }: EventsFieldProps) {
  const id = useId();
  return (
    <fieldset
      class={error ? "choice pills wrong" : "choice pills"}
      aria-describedby={`${id}-error`}
    >
      <legend class="field-label">{TEXTS.form.events}</legend>
      <div class="choice-options">
        {EVENTS.map((event) => (
          <label key={event} class="option">
            <input
              type="checkbox"
              checked={events.includes(event)}
              onChange={({ currentTarget }) =>
                onEvents(
                  EVENTS.filter((each) =>
                    each === event ? currentTarget.checked : events.includes(each)
                  ),
                )}
            />
            <span class="option-words">
              <span class="option-label">{TEXTS.events[event]}</span>
            </span>
          </label>
        ))}
      </div>
      <div class="field-error" id={`${id}-error`}>{error}</div>
    </fieldset>
  );
}
