// Every event of a call in order, with its raw contents one press away.
import { useMemo, useState } from "preact/hooks";
import type { CallEvent } from "../../server/contract/event.ts";
import { EVENT_FILTERS, type EventFilter, FILTER_WORDS, passes } from "../live/event_filters.ts";
import { eventTexts } from "../live/event_texts.ts";
import { type EventGroup, eventWords } from "../live/event_words.ts";
import { SPEAKER_WORDS } from "../live/speakers.ts";
import { TIMELINE_TEXTS as TEXTS } from "../texts/timeline.ts";
import { Choice } from "../ui/choice.tsx";
import { CopyButton } from "../ui/copy_button.tsx";
import { useFirstRows } from "../ui/first_rows.tsx";
import { offsetWords } from "../ui/time_words.ts";

const GROUP_WORDS: Record<EventGroup, string> = {
  ...SPEAKER_WORDS,
  ...TEXTS.groups,
};

export function Timeline({ events }: { events: readonly CallEvent[] }) {
  const [filter, setFilter] = useState<EventFilter>("all");
  const counts = useMemo(
    () => EVENT_FILTERS.map((one) => events.filter((event) => passes(event, one)).length),
    [events],
  );
  const shown = useMemo(() => events.filter((event) => passes(event, filter)), [events, filter]);
  const first = useFirstRows(shown);
  return (
    <div class="timeline">
      <div class="timeline-head">
        <Choice<EventFilter>
          legend={TEXTS.show}
          quiet
          look="pills"
          value={filter}
          onChange={setFilter}
          options={EVENT_FILTERS.map((value, index) => ({
            value,
            label: `${FILTER_WORDS[value]} ${counts[index]}`,
          }))}
        />
        <CopyButton
          text={() => raw(shown)}
          what={filter === "all" ? TEXTS.all : TEXTS.under(FILTER_WORDS[filter])}
        />
      </div>
      <div class="timeline-scroll" tabIndex={0} role="region" aria-label={TEXTS.name}>
        {shown.length === 0 && <p class="nothing-said">{TEXTS.none}</p>}
        <ol class="events">
          {first.shown.map((event) => <EventItem key={event.seq} event={event} />)}
        </ol>
        {first.more}
      </div>
    </div>
  );
}

function EventItem({ event }: { event: CallEvent }) {
  const [open, setOpen] = useState(false);
  const words = eventWords(event);
  return (
    <li class={words.trouble ? "event trouble" : "event"}>
      <details onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
        <summary>
          <span class="line-time">{offsetWords(event.offsetMs)}</span>
          <span class={`event-group ${words.group}`}>{GROUP_WORDS[words.group]}</span>
          <span class="event-title">{words.title}</span>
          <span class="event-detail">{words.detail}</span>
        </summary>
        {open && <Inside event={event} />}
      </details>
    </li>
  );
}

/** What is in it, the readable first; the whole of it as it was sent below that. */
function Inside({ event }: { event: CallEvent }) {
  const texts = eventTexts(event);
  const whole = (
    <div class="raw-frame">
      <pre class="raw" tabIndex={0}>{raw(event)}</pre>
      <CopyButton text={raw(event)} what={TEXTS.one} plain />
    </div>
  );
  if (texts.length === 0) return whole;
  return (
    <div class="event-inside">
      {texts.map(({ title, text }) => (
        <figure key={title}>
          <figcaption>{title}</figcaption>
          <pre class="raw wrap" tabIndex={0}>{text}</pre>
        </figure>
      ))}
      <details>
        <summary>{TEXTS.whole}</summary>
        {whole}
      </details>
    </div>
  );
}

function raw(value: unknown): string {
  return JSON.stringify(value, null, 2);
}
