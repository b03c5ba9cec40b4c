// Personen und API-Tokens in den Einstellungen.
import type { SETTINGS_PEOPLE_TEXTS } from "../settings_people.ts";

export const settings_people: typeof SETTINGS_PEOPLE_TEXTS = {
  people: {
    about: "Wer sich anmelden darf und was jede Rolle hier darf.",
    invite: "Person einladen",
    columns: {
      person: "Person",
      roles: "Rollen",
      state: "Anmeldung",
      seen: "Zuletzt angemeldet",
      acts: "Bearbeiten",
    },
    none: "Noch ist niemand eingeladen",
    noneWords:
      "Diese Anmeldung kam über den Link des Servers. Mit eigenen Zugängen unterscheidet das Protokoll die Personen, und alle sehen, was ihre Rolle erlaubt.",
    states: {
      invited: "Eingeladen, noch ohne Passwort",
      local: "Mit Passwort",
      oidc: "Über den Anmeldedienst",
    },
    disabled: "Gesperrt",
    fromProvider: "Rollen kommen vom Anmeldedienst",
    noRole: "Wartet auf eine Rolle",
    edit: (name) => `${name} bearbeiten`,
    what: "Was jede Rolle darf",
  },
  form: {
    invite: "Person einladen",
    edit: (name) => `${name} bearbeiten`,
    name: "Name",
    nameHint: "So erscheint er für andere, im Protokoll und neben allem Getanen.",
    signInName: "Anmeldename",
    signInNameHint: "Eine E-Mail-Adresse oder ein kurzer Name. Dorthin wird nichts geschickt.",
    roles: "Rollen",
    rolesFixed: "Sie kommen mit jeder Anmeldung vom Anmeldedienst und werden dort geändert.",
    disable: "Darf sich nicht anmelden",
    disableHint: "Beendet sofort alles Offene. Die Person bleibt bekannt, samt allem Getanen.",
    act: "Einladung erstellen",
    acting: "Wird erstellt…",
    save: "Speichern",
    newLink: "Neuer Anmeldelink",
    newLinkHint: "Bei vergessenem Passwort oder verlorenem Link. Der vorige gilt dann nicht mehr.",
    remove: "Löschen",
    removeAgain: "Zum Löschen noch einmal drücken",
    removeTold: (name) => `Innerhalb von 4 Sekunden noch einmal drücken, um ${name} zu löschen`,
    removed: (name) => `${name} ist gelöscht. Was getan wurde, bleibt im Protokoll.`,
    saved: (name) => `${name} ist gespeichert.`,
    needs: {
      name: "Ein Name fehlt",
      signInName: "Ein Anmeldename fehlt",
      roles: "Mindestens eine Rolle wählen",
    },
    conflict: "Diese Person wurde inzwischen von anderen geändert",
    conflictWords: (words) =>
      `Jetzt gilt: ${words}. Die eigenen Änderungen stehen noch hier und sind nicht gespeichert.`,
    keep: "Eigene darüber speichern",
    take: "Andere übernehmen",
  },
  invited: {
    title: (name) => `Dieser Link ist für ${name}`,
    words: (until) =>
      `Er führt zur Wahl eines Passworts und gilt einmal, bis ${until} (sieben Tage). Er erscheint nur dieses eine Mal: bitte auf einem sicheren Weg weitergeben.`,
    link: "Link",
    copyWhat: "den Link",
  },
  tokens: {
    about:
      "Für Programme, die die API nutzen: Jedes schickt sein Token als Authorization: Bearer <token>.",
    api: "Alle Adressen",
    make: "Token erstellen",
    none: "Es gibt keine Tokens",
    noneWords:
      "Mit einem Token liest ein Programm Anrufe, startet Testanrufe oder ändert Agenten, so weit seine Rollen reichen.",
    columns: {
      name: "Name",
      roles: "Rollen",
      made: "Erstellt",
      used: "Zuletzt benutzt",
      expires: "Läuft ab",
      acts: "Löschen",
    },
    by: (name) => `von ${name}`,
    neverExpires: "Nie",
    expired: "Abgelaufen",
    remove: (name) => `${name} löschen`,
    removeAgain: "Noch einmal",
    removeTold: (name) =>
      `Innerhalb von 4 Sekunden noch einmal drücken, um das Token ${name} zu löschen`,
    removed: (name) => `Das Token ${name} ist gelöscht und gilt nicht mehr.`,
    form: {
      title: "Token erstellen",
      name: "Name",
      nameHint: "Wofür es dient, damit später klar ist, welches zu löschen ist.",
      needsName: "Ein Name fehlt",
      days: "Gilt",
      choices: { d30: "30 Tage", d90: "90 Tage", d365: "Ein Jahr", none: "Ohne Ende" },
      act: "Erstellen",
      acting: "Wird erstellt…",
    },
    made: {
      title: (name) => `Das Token ${name}`,
      words: "Es erscheint nur dieses eine Mal. Wer es hat, darf alles, was seine Rollen erlauben.",
      label: "Token",
      copyWhat: "das Token",
    },
  },
};
