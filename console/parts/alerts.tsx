// The alerts that hold now, in a band above every page: what is the matter, what to do, since when. Calm: nothing moves,
// and what somebody has put away stays away until it is raised anew.
import "../floor_code.ts";
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { useLocation } from "preact-iso/router";
import type { AlertKind } from "../../server/contract/alert_kinds.ts";
import { alertWords, spokenAlert } from "../live/alert_words.ts";
import { type AlertGroup, type Alerts, createAlerts, isPressing } from "../live/alerts.ts";
import { useStores } from "../stores.ts";
import { ALERT_TEXTS as TEXTS } from "../texts/alerts.ts";
import { CloseIcon, WarningIcon } from "../ui/icons.tsx";
import { dayWords, timeOfDay } from "../ui/time_words.ts";

/** The floor says these itself, with more to it. */
const SAID_ON_FLOOR: readonly AlertKind[] = ["budget_near", "budget_spent", "store_trouble"];

/** More are behind a button: the page is not about them. */
const MOST_ROWS = 2;

export function AlertBand() {
  const { floor, storage } = useStores();
  const alerts = useMemo(() => createAlerts({ floor, storage }), []);
  const { path } = useLocation();
  const groups = alerts.groups.value;
  useTold(groups);
  const [all, setAll] = useState(false);
  const mine = floor.status.value?.fleet?.instances.find(({ me }) => me)?.name ?? "";
  // Of another instance the floor says nothing.
  const isSaid = ({ kind, instance }: AlertGroup) =>
    path === "/" && SAID_ON_FLOOR.includes(kind) && (instance === "" || instance === mine);
  const here = groups.filter((group) => !isSaid(group));
  if (here.length === 0) return null;
  const folds = here.length > MOST_ROWS;
  const shown = folds && !all ? here.slice(0, 1) : here;
  return (
    <section class="alert-band" aria-label={TEXTS.title}>
      <ul>
        {shown.map((group) => (
          <AlertRow key={`${group.kind} ${group.instance}`} {...{ group, alerts }} />
        ))}
      </ul>
      {folds && (
        <button
          type="button"
          class="button quiet small alert-more"
          aria-expanded={all}
          onClick={() => setAll(!all)}
        >
          {all ? TEXTS.fewer : TEXTS.more(here.length - 1)}
        </button>
      )}
    </section>
  );
}

function AlertRow({ group, alerts }: { group: AlertGroup; alerts: Alerts }) {
  const { clock, session } = useStores();
  // Read once: a text that changes each second would be one that moves.
  const nowMs = clock.nowMs.peek();
  const { title, words, link } = alertWords(group, session.may);
  const sinceMs = Math.min(...group.alerts.map((alert) => alert.sinceMs));
  return (
    <li class={`alert-row ${isPressing(group.kind) ? "act" : "watch"}`}>
      <WarningIcon />
      <p>
        <strong>{title}</strong> {words} {link && <a href={link.href}>{link.text}</a>}
      </p>
      <span class="alert-since figures">{TEXTS.since(sinceWords(sinceMs, nowMs))}</span>
      <button type="button" class="button quiet square" onClick={() => alerts.putAway(group)}>
        <CloseIcon />
        <span class="hidden">{TEXTS.putAway(title)}</span>
      </button>
    </li>
  );
}

/** Each alert is told to screen readers once, also those that hold when the console opens. */
function useTold(groups: readonly AlertGroup[]): void {
  const { announcer, session } = useStores();
  const told = useRef<ReadonlySet<string>>(new Set());
  useEffect(() => {
    const now = new Set<string>();
    for (const group of groups) {
      for (const { id } of group.alerts) now.add(id);
      const isNew = group.alerts.some(({ id }) => !told.current.has(id));
      if (isNew) announcer.say(spokenAlert(alertWords(group, session.may)));
    }
    told.current = now;
  }, [groups]);
}

/** The time of day; of another day with its date. */
function sinceWords(sinceMs: number, nowMs: number): string {
  const time = timeOfDay(sinceMs);
  return dayWords(sinceMs) === dayWords(nowMs) ? time : `${dayWords(sinceMs, nowMs)}, ${time}`;
}
