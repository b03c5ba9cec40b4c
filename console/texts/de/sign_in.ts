// Anmelden.
import type { SIGN_IN_TEXTS } from "../sign_in.ts";

export const sign_in: typeof SIGN_IN_TEXTS = {
  title: "Anmelden",
  claim: "Jeder Anruf, Wort für Wort,",
  claimGoesOn: "so wie er am Telefon klingt.",
  away: "Der Server antwortet nicht. Diese Seite fragt weiter nach.",
  name: "Anmeldename",
  nameHint: "Wie in der Einladung, oft die E-Mail-Adresse.",
  password: "Passwort",
  show: "Passwort zeigen",
  hide: "Passwort verbergen",
  token: "Admin-Token",
  tokenHint: "Der Wert von ADMIN_TOKEN, falls einer gesetzt ist.",
  act: "Anmelden",
  busy: "Wird angemeldet…",
  with: (name) => `Anmelden mit ${name}`,
  withAgain: (name) => `In einem neuen Tab mit ${name} anmelden`,
  comeBack: "Öffnet sich neben dieser Seite. Danach hierher zurückkehren.",
  or: "oder",
  forgotten: "Vergessen? Die Verwaltung erstellt unter Einstellungen, Personen einen neuen Link.",
  link: "Oder über das Terminal des Servers",
  linkWords:
    "Beim Start gibt der Server im Terminal einen Anmeldelink aus. Auf diesem Rechner geöffnet, führt er direkt hinein.",
  print: "Neuen Anmeldelink im Terminal des Servers ausgeben",
  printed:
    "Im Terminal des Servers steht jetzt ein neuer Link. Er gilt einmal und zehn Minuten lang.",
  byToken: "Oder mit dem Admin-Token",
  needs: {
    name: "Anmeldename fehlt",
    password: "Passwort fehlt",
    token: "Admin-Token fehlt",
  },
  wrong:
    "Name und Passwort passen nicht zusammen. Feststelltaste prüfen und noch einmal versuchen.",
  wait: (words) => `Zu viele Versuche. ${words}`,
  again: {
    title: "Die Sitzung ist abgelaufen",
    words: "Bitte neu anmelden. Diese Seite und alles Getippte bleiben, wie sie sind.",
  },
  oidc: {
    refused:
      "Der Anmeldedienst hat niemanden eingelassen. Noch einmal versuchen oder dort nachfragen.",
    late:
      "Die Anmeldung hat zu lange gedauert oder begann in einem anderen Browser. Bitte noch einmal.",
    provider_down: "Der Anmeldedienst ist nicht erreichbar. In einer Minute noch einmal versuchen.",
    misconfigured:
      "Der Anmeldedienst kennt diesen Server so nicht. Wer den Server betreibt, muss nachsehen.",
    not_valid:
      "Die Antwort des Anmeldedienstes war nicht vertrauenswürdig; niemand wurde angemeldet.",
    no_role: "Der Zugang ist bekannt, aber noch ohne Rolle. Bitte an die Verwaltung wenden.",
    disabled: "Der Zugang ist bekannt, aber gesperrt. Bitte an die Verwaltung wenden.",
    full: "Auf diesem Server ist kein Platz für weitere Personen. Bitte an die Verwaltung wenden.",
    insecure: "Ohne https klappt die Anmeldung nur auf localhost. Bitte https verwenden.",
    busy: "Zu viele Versuche von hier. Bitte eine Minute warten.",
    not_saved: "Der Server konnte die Anmeldung nicht festhalten. Bitte noch einmal.",
  },
  otherTrouble: "Die Anmeldung über den Anmeldedienst hat nicht geklappt. Bitte noch einmal.",
  invite: {
    title: "Willkommen bei Hookline",
    words: "Ein Passwort wählen, und es kann losgehen. Dieser Link gilt einmal.",
    password: "Neues Passwort",
    rules: (least) =>
      `Mindestens ${least} Zeichen. Ein paar Wörter hintereinander merken sich leichter als Sonderzeichen.`,
    repeat: "Noch einmal dasselbe",
    short: (least) => `Mindestens ${least} Zeichen sind nötig`,
    differ: "Die beiden sind nicht gleich",
    act: "Passwort setzen und anmelden",
    busy: "Wird gesetzt…",
    old:
      "Diese Einladung wurde benutzt, ist älter als sieben Tage oder wurde durch eine neuere ersetzt. Die Verwaltung erstellt einen neuen Link.",
    toSignIn: "Zur Anmeldung",
  },
};
