// What everybody has to know of the instances, in German.
import type { FLEET_NEWS_TEXTS } from "../fleet_news.ts";
import { plural } from "../numbers.ts";

export const fleet_news: typeof FLEET_NEWS_TEXTS = {
  and: " und ",
  buses: { nats: "NATS", postgres: "PostgreSQL" },
  busAway: "Die Instanzen hören einander nicht",
  busAwayWords: (bus) => `Die Verbindung über ${bus} ist weg. Anrufe gehen überall weiter.`,
  notHeard: (names) => `Von ${names} ist nichts zu hören`,
  outOfDate: (calls) =>
    calls === 1
      ? "1 Anruf hier ist vielleicht nicht mehr aktuell, und niemand kann von hier aus eingreifen."
      : `${
        plural(calls, "Anruf", "Anrufe")
      } hier sind vielleicht nicht mehr aktuell, und niemand kann von hier aus eingreifen.`,
  noneShown: "Anrufe, die seither dort eingingen, erscheinen hier nicht.",
  ifGone: "Ist sie weg, erscheinen ihre Anrufe binnen zehn Sekunden als beendet.",
  gone: (names, several) =>
    names === "" ? "Eine Instanz ist weg" : several ? `${names} sind weg` : `${names} ist weg`,
  goneWords: (calls) =>
    calls === 1
      ? "Ihr Anruf erscheint gleich als beendet."
      : `Ihre ${plural(calls, "Anruf", "Anrufe")} erscheinen gleich als beendet.`,
  draining: (names, several) => several ? `${names} halten gleich an` : `${names} hält gleich an`,
  drainingWords: (calls) =>
    calls === 0
      ? "Neue Anrufe gehen an die anderen Instanzen."
      : calls === 1
      ? "1 Anruf dort geht bis zu seinem Ende weiter; neue gehen an die anderen Instanzen."
      : `${
        plural(calls, "Anruf", "Anrufe")
      } dort gehen bis zu ihrem Ende weiter; neue gehen an die anderen Instanzen.`,
  allDraining: "Alle Instanzen halten gleich an",
  allDrainingWords: "Laufende Anrufe gehen bis zu ihrem Ende weiter; neue werden abgelehnt.",
};
