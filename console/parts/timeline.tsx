// Every event of a call in order, with its raw contents one press away.
import { useState } from "preact/hooks";
import type { CallEvent } from "../../server/contract/event.ts";
import { eventTexts } from "../live/event_texts.ts";
import { EVENT_GROUPS, type EventGroup, eventWords } from "../live/event_words.ts";
import { SPEAKER_WORDS } from "../live/speakers.ts";
import { Choice } from "../ui/choice.tsx";
import { offsetWords } from "../ui/time_words.ts";

const GROUP_WORDS: Record<EventGroup, string> = {
  ...SPEAKER_WORDS,
  model: "Model",
  phone: "Phone",
  call: "Call",
};
type Filter = EventGroup | "all" | "trouble";

export function Timeline({ events }: { events: readonly CallEvent[] }) {
  const [filter, setFilter] = useState<Filter>("all");
  const rows = events.map((event) => ({ event, words: eventWords(event) }));
  const shown = rows.filter(({ words }) =>
    filter === "all" || (filter === "trouble" ? words.trouble : words.group === filter)
  );
  const count = (group: Filter) =>
    rows.filter(({ words }) => group === "trouble" ? words.trouble : words.group === group).length;
  return (
    <div class="timeline">
      <Choice<Filter>
        legend="Show"
        quiet
        look="pills"
        value={filter}
        onChange={setFilter}
        options={[
          { value: "all", label: `All ${rows.length}` },
          ...EVENT_GROUPS.map((group) => ({
            value: group,
            label: `${GROUP_WORDS[group]} ${count(group)}`,
          })),
          { value: "trouble", label: `Trouble ${count("trouble")}` },
        ]}
      />
      <div class="timeline-scroll" tabIndex={0} role="region" aria-label="Events">
        {shown.length === 0 && <p class="nothing-said">No such event in this call.</p>}
        <ol class="events">
          {shown.map(({ event, words }) => (
            <li key={event.seq} class={words.trouble ? "event trouble" : "event"}>
              <details>
                <summary>
                  <span class="line-time">{offsetWords(event.offsetMs)}</span>
                  <span class={`event-group ${words.group}`}>{GROUP_WORDS[words.group]}</span>
                  <span class="event-title">{words.title}</span>
                  <span class="event-detail">{words.detail}</span>
                </summary>
                <Inside event={event} />
              </details>
            </li>
          ))}
        </ol>
      </div>
    </div>
  );
}

/** What is in it, the readable first; the whole of it as it was sent below that. */
function Inside({ event }: { event: CallEvent }) {
  const texts = eventTexts(event);
  const raw = <pre class="raw" tabIndex={0}>{JSON.stringify(event, null, 2)}</pre>;
  if (texts.length === 0) return raw;
  return (
    <div class="event-inside">
      {texts.map(({ title, text }) => (
        <figure key={title}>
          <figcaption>{title}</figcaption>
          <pre class="raw wrap" tabIndex={0}>{text}</pre>
        </figure>
      ))}
      <details>
        <summary>The whole event</summary>
        {raw}
      </details>
    </div>
  );
}
