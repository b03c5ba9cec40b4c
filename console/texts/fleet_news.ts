// What everybody has to know of the instances of the server: who is not heard, who is about to stop.
import { texted } from "./language.ts";
import { plural } from "./numbers.ts";

const outOfDate = (calls: number) =>
  calls === 1
    ? "1 call shown here may be out of date, and nobody can step into it from here."
    : `${
      plural(calls, "call")
    } shown here may be out of date, and nobody can step into them from here.`;

export const FLEET_NEWS_TEXTS = texted("fleet_news", {
  /** Between names. */
  and: " and ",
  buses: { nats: "NATS", postgres: "PostgreSQL" },
  busAway: "The instances do not hear each other",
  busAwayWords: (bus: string) => `The connection over ${bus} is lost. Calls go on everywhere.`,
  notHeard: (names: string) => `Nothing is heard of ${names}`,
  outOfDate,
  noneShown: "Calls that came to it since are not shown here.",
  ifGone: "If it is gone, its calls are shown as ended within ten seconds.",
  /** `names`: of one or of several; "": they are not known. */
  gone: (names: string, several: boolean) =>
    names === "" ? "An instance is gone" : several ? `${names} are gone` : `${names} is gone`,
  goneWords: (calls: number, several: boolean) =>
    several
      ? `Their ${plural(calls, "call")} are about to be shown as ended.`
      : calls === 1
      ? "Its call is about to be shown as ended."
      : `Its ${plural(calls, "call")} are about to be shown as ended.`,
  /** `names`: of one or of several. */
  draining: (names: string, several: boolean) =>
    several ? `${names} are about to stop` : `${names} is about to stop`,
  drainingWords: (calls: number) =>
    calls === 0
      ? "New calls go to the other instances."
      : calls === 1
      ? "1 call there goes on to its end; new ones go to the other instances."
      : `${plural(calls, "call")} there go on to their end; new ones go to the other instances.`,
  allDraining: "Every instance is about to stop",
  allDrainingWords: "Calls in progress go on to their end; new ones are refused.",
});
