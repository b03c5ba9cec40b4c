// Rollen und was sie dürfen.
import type { ROLES_TEXTS } from "../roles.ts";

export const roles: typeof ROLES_TEXTS = {
  roles: {
    viewer: "Lesen",
    supervisor: "Aufsicht",
    editor: "Redaktion",
    admin: "Verwaltung",
  },
  about: {
    viewer: "Sieht laufende und vergangene Anrufe samt Wortlaut, Agenten und Routen.",
    supervisor:
      "Hört außerdem mit, greift ein, beantwortet Handzeichen, setzt Aushänge und exportiert Anrufe.",
    editor:
      "Sieht ebenfalls alles, bearbeitet und veröffentlicht Agenten und Routen, probiert Werkzeuge aus.",
    admin: "Darf alles und kümmert sich um Personen, Einstellungen und das Protokoll.",
  },
  may: {
    view: "Anrufe, Agenten und Routen sehen",
    test: "Testanrufe starten",
    listen: "Anrufe mithören und Aufnahmen anhören",
    step_in: "in Anrufe eingreifen, Handzeichen beantworten und Aushänge setzen",
    export: "Anrufe exportieren",
    edit: "Agenten und Routen bearbeiten und veröffentlichen",
    manage:
      "Personen, Tokens, Webhooks und Einstellungen verwalten, das Protokoll lesen und Anrufe löschen",
  },
  who: {
    view: "Das dürfen alle mit einer Rolle.",
    test: "Das dürfen Aufsicht, Redaktion und Verwaltung.",
    listen: "Das dürfen Aufsicht und Verwaltung.",
    step_in: "Das dürfen Aufsicht und Verwaltung.",
    export: "Das dürfen Aufsicht und Verwaltung.",
    edit: "Das dürfen Redaktion und Verwaltung.",
    manage: "Das darf nur die Verwaltung.",
  },
  none: "Noch keine Rolle",
  and: " und ",
  mayNot: (what) => `Nicht erlaubt: ${what}.`,
  yours: (roles) => `Eigene Rolle: ${roles}.`,
  ask: "Die Verwaltung vergibt Rollen unter Einstellungen, Personen.",
  refused: "Das wurde nicht ausgeführt: Dafür fehlt die Rolle.",
  roleless: "Die Anmeldung hat geklappt, aber eine Rolle ist noch nicht vergeben.",
  readOnly: "Hier lässt sich alles lesen und nichts ändern.",
  title: "Dafür fehlt die Rolle",
  tryAgain: "Noch einmal versuchen",
  signOut: "Abmelden",
};
