// Why a call ended, in German.
import type { END_REASON_TEXTS } from "../end_reasons.ts";

export const end_reasons: typeof END_REASON_TEXTS = {
  caller_hung_up: { words: "Der Anrufer hat aufgelegt", advice: "" },
  agent_completed: { words: "Der Agent hat den Anruf abgeschlossen", advice: "" },
  agent_escalated: { words: "Der Agent hat den Anruf weitergegeben", advice: "" },
  no_input: { words: "Der Anrufer sagte nichts mehr", advice: "" },
  too_long: { words: "Der Anruf erreichte seine größte Länge", advice: "" },
  caller_is_machine: {
    words: "Der Anrufer scheint eine Maschine zu sein",
    advice:
      "Die andere Seite sagte immer wieder dasselbe; war das falsch, lässt sich die Prüfung ausschalten",
  },
  supervisor_ended: { words: "Eine Aufsicht hat den Anruf beendet", advice: "" },
  conversation_over: { words: "Das Gespräch ist vorbei", advice: "" },
  phone_error: {
    words: "Die Telefonanlage meldete einen Fehler",
    advice: "Im Protokoll der Telefonanlage nachsehen (Genesys: Operational Console)",
  },
  phone_lost: {
    words: "Die Verbindung zur Telefonanlage brach ab",
    advice: "Das Netz zwischen Telefonanlage und diesem Server prüfen",
  },
  phone_protocol: {
    words: "Die Telefonanlage hielt sich nicht an die Regeln der Leitung",
    advice: "Code und Correlation-Id notieren und im Protokoll des Servers nachsehen",
  },
  upstream_refused: {
    words: "Das Modell hat den Anruf abgelehnt",
    advice: "API-Schlüssel, Name des Modells und Rechte des Kontos prüfen",
  },
  upstream_no_credit: {
    words: "Das Konto hat kein Guthaben mehr",
    advice: "Guthaben beim Anbieter aufladen; bis dahin scheitern Anrufe",
  },
  upstream_lost: {
    words: "Das Modell war nicht erreichbar",
    advice: "Das Netz und die Statusseite des Anbieters prüfen",
  },
  drained: { words: "Der Server wurde angehalten", advice: "" },
  crashed: {
    words: "Der Server, der den Anruf trug, ist ausgefallen",
    advice: "Nachsehen, was diese Maschine zuletzt gemeldet hat und ob ihr der Speicher ausging",
  },
  internal: {
    words: "Ein Fehler im Server",
    advice: "Im Protokoll des Servers nach diesem Anruf sehen; bitte melden",
  },
};
