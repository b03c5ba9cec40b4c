// How fresh what is shown here is: one small word always, a band across the page when it is old.
import { type Phase, staleForMs } from "../live/connection.ts";
import { useStores } from "../stores.ts";
import { durationWords } from "../ui/time_words.ts";

const WORDS: Record<Phase, string> = {
  connecting: "Connecting",
  catching_up: "Catching up",
  live: "Live",
  reconnecting: "Reconnecting",
  offline: "Offline",
  asleep: "Asleep",
  signed_out: "Signed out",
};

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
    <section class="stale-band" aria-label="Freshness">
      <strong>{offline ? "This computer is offline." : "The console lost its connection."}</strong>
      {" "}
      What you see is <span class="figures">{durationWords(ageMs)}</span>{" "}
      old. Calls are not affected: they go on without the console.
    </section>
  );
}
