// Why a call wants somebody's eye, in German.
import type { ATTENTION_TEXTS } from "../attention.ts";
import { plural } from "../numbers.ts";

export const attention: typeof ATTENTION_TEXTS = {
  states: {
    connecting: "Das Modell verbindet langsam",
    thinking: "Der Anrufer wartet auf eine Antwort",
    listening: "Seit einer Weile spricht niemand",
    held: "Über eine Minute in der Warteschleife",
    ending: "Der Abschied dauert lange",
  },
  agentAsks: (question) => `Der Agent fragt: ${question}`,
  secondUpstream: "Das Ersatzmodell trägt den Anruf",
  takenOver: "Eine Aufsicht hat übernommen",
  toolFailed: (tool, times) =>
    `Das Werkzeug ${tool} scheiterte ${times === 2 ? "zweimal" : `${times}-mal`}`,
  asksForPerson: (times) =>
    times < 2
      ? "Scheint einen Menschen zu verlangen"
      : `Scheint einen Menschen zu verlangen (${times === 2 ? "zweimal" : `${times}-mal`})`,
  cutsIn: (times) => `Der Anrufer fällt ständig ins Wort (${times}× in einer Minute)`,
  whisperUnused: "Geflüstertes wurde noch nicht verwendet",
  whisperWaits: "Geflüstertes wartet noch auf seinen Moment",
  lastsOver: (minutes) => `Dauert über ${plural(minutes, "Minute", "Minuten")}`,
  costsOver: (sum) => `Kostet über ${sum}`,
  troubles: {
    E_UP_DNS: "Die Adresse des Modells ist nicht zu finden",
    E_UP_CONNECT: "Das Modell ist nicht erreichbar",
    E_UP_TLS: "Keine sichere Verbindung zum Modell",
    E_UP_TIMEOUT: "Das Modell antwortet nicht rechtzeitig",
    E_UP_AUTH: "Das Modell lehnt den API-Schlüssel ab",
    E_UP_MODEL: "Der Name des Modells wird abgelehnt",
    E_UP_LIMIT: "Die Grenze für Anfragen an das Modell ist erreicht",
    E_UP_QUOTA: "Das Konto hat kein Guthaben mehr",
    E_UP_5XX: "Störung beim Anbieter des Modells",
    E_UP_CONFIG: "Das Modell lehnt die Einstellungen ab",
    E_UP_FORMAT: "Das Modell antwortet in einem anderen Tonformat",
    E_UP_EXPIRED: "Die Sitzung des Modells ist abgelaufen",
    E_UP_LOST: "Die Verbindung zum Modell brach ab",
    E_UP_ERROR: "Das Modell meldete einen Fehler",
  },
  model: {
    troubled: (calls) => `Störung in ${plural(calls, "Anruf", "Anrufen")}`,
    failed: (calls) => `${plural(calls, "Anruf", "Anrufe")} gescheitert`,
    second: "Ersatzmodell",
    standIn: "Attrappe",
    good: "Gut",
    notAsked: "Länger nicht gefragt",
  },
  unknownTrouble: (code) => `Störung: ${code}`,
};
