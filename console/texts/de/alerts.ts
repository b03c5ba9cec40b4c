// Worüber der Server eine Meldung macht, auf Deutsch.
import type { ALERT_TEXTS } from "../alerts.ts";

export const alerts: typeof ALERT_TEXTS = {
  title: "Meldungen",
  putAway: (title) => `Ausblenden: ${title}`,
  more: (count) => count === 1 ? "1 weitere Meldung" : `${count} weitere Meldungen`,
  fewer: "Nur die erste",
  ofInstance: (instance, title) => `${instance}: ${title}`,
  since: (time) => `seit ${time}`,
  modelDown: "Anrufe erreichen das Modell nicht",
  modelDownWords: (trouble) => `${trouble}. Neue Anrufe scheitern, bis es antwortet.`,
  noCredit: "Das Konto hat kein Guthaben mehr",
  noCreditWords: "Kein Anruf wird angenommen, bis beim Anbieter wieder Guthaben da ist.",
  callsRefused: "Anrufe werden abgewiesen",
  callsRefusedWords:
    "Der Server ist voll. MAX_CALLS erhöhen, wenn die Maschine es trägt, oder einen weiteren Server hinzunehmen.",
  budgetNear: "Das Budget des Tages ist fast verbraucht",
  budgetWords: (usd, budget) =>
    `${usd} von ${budget}. Danach werden neue Anrufe bis Mitternacht (UTC) abgewiesen.`,
  budgetSpent: "Das Budget des Tages ist verbraucht",
  failedCalls: (failed, calls) =>
    `${failed} der letzten ${calls} Anrufe endeten durch einen Fehler`,
  failedCallsWords: (reason) => `Die meisten: ${reason}.`,
  heldUp: "Der Server kommt nicht nach",
  heldUpWords: (ms) =>
    `Der Ton kann stocken: Er war ${ms} ms zu spät. Nachsehen, was sonst auf der Maschine läuft.`,
  storeTrouble: "Nichts kann gespeichert werden",
  storeTroubleWords:
    "Anrufe laufen weiter; ihre Worte stehen nur im Speicher. Nach der Festplatte des Servers sehen, oder nach der Datenbank.",
  selfCallFailed: "Der Anruf des Servers bei sich selbst wird nicht angenommen",
  selfCallFailedWords: (code) => `Vielleicht werden auch Anrufer nicht bedient (${code}).`,
  webhook: (name) => `Der Webhook ${name} nimmt nichts an`,
  webhooks: (count) => `${count} Webhooks nehmen nichts an`,
  webhookWords: (outcome) =>
    `${outcome}. Was wartet, wird wieder versucht; das Log zeigt jeden Versuch.`,
  callWaits: "Ein Anruf wartet auf die Aufsicht",
  callsWait: (count) => `${count} Anrufe warten auf die Aufsicht`,
  reasons: {
    hand: "Der Agent hat eine Frage gestellt.",
    degraded: "Etwas stimmt mit ihm nicht.",
    silent: "Der Agent sagt nichts.",
    tool: "Ein Werkzeug scheitert immer wieder.",
    person: "Offenbar wird nach einem Menschen gefragt.",
  },
  agent: (name) => `Agent: ${name}.`,
  openCall: "Zum Anruf",
  openFloor: "Zum Leitstand",
  openConnection: "Zur Verbindung",
  openHistory: "Diese Anrufe ansehen",
  openWebhooks: "Zu den Webhooks",
};
