// How fresh what is shown here is: one small word always, a band across the page when it is old.
import { type Phase, staleForMs } from "../live/connection.ts";
import { useStores } from "../stores.ts";
import { SHELL_TEXTS } from "../texts/shell.ts";
import { placed } from "../ui/placed.tsx";
import { durationWords } from "../ui/time_words.ts";

const TEXTS = SHELL_TEXTS.freshness;
const WORDS: Record<Phase, string> = TEXTS;

/** `onlyTrouble`: says nothing while all is well. */
export function ConnectionStatus({ onlyTrouble = false }: { onlyTrouble?: boolean }) {
  const { feed, clock } = useStores();
  const { phase } = feed.connection.value;
  if (onlyTrouble && phase === "live") return null;
  const seconds = phase === "reconnecting"
    ? Math.floor(staleForMs(feed.connection.value, clock.wallMs.value) / 1000)
    : 0;
  return (
    <span class={`connection ${phase}`}>
      <span class="connection-dot" aria-hidden="true" />
      <span role="status">{WORDS[phase]}</span>
      {seconds > 0 && <span class="figures" aria-hidden="true">{seconds} s</span>}
    </span>
  );
}

/** After a few seconds without news: how old everything is, and that calls go on. */
export function StaleBand() {
  const { feed, clock } = useStores();
  if (!clock.stale.value) return null;
  const ageMs = staleForMs(feed.connection.value, clock.wallMs.value);
  const offline = feed.connection.value.phase === "offline";
  return (
    <section class="stale-band" aria-label={TEXTS.title}>
      <strong>{offline ? TEXTS.offlineTitle : TEXTS.lostTitle}</strong>{" "}
      {placed(TEXTS.old, { age: <span class="figures">{durationWords(ageMs)}</span> })}
    </section>
  );
}
