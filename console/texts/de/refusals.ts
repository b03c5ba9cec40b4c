// Why the server did not do what was asked, in German. The server's own sentence is English: it follows where it says
// more than the code does.
import type { REFUSAL_TEXTS } from "../refusals.ts";

const more = (words: string) => (sentence: string) =>
  sentence === "" ? `${words}.` : `${words}: ${sentence.replace(/^Nothing was changed\. /, "")}`;

export const refusals: typeof REFUSAL_TEXTS = {
  signed_out: () => "Nicht mehr angemeldet.",
  not_permitted: () => "Dafür fehlt das Recht.",
  forbidden_origin: more("Die Anfrage kam von einer fremden Seite"),
  not_found: () => "Das gibt es nicht oder nicht mehr.",
  method_not_allowed: more("Das geht an dieser Adresse nicht"),
  invalid_body: more("Die Angaben konnten nicht gelesen werden"),
  invalid_field: more("Nichts wurde geändert, eine Angabe passt nicht"),
  too_large: more("Das ist zu groß"),
  precondition_required: more("Die Angabe, was geändert werden soll, fehlt"),
  conflict: () => "Jemand anders hat inzwischen etwas geändert.",
  in_use: more("Das wird noch gebraucht"),
  not_live: () => "Der Anruf ist vorbei.",
  cannot: more("Das ist nicht möglich"),
  too_late: () => "Zu spät: das ist schon geschehen.",
  full: more("Es ist kein Platz mehr"),
  not_websocket: more("Diese Adresse nimmt nur WebSockets an"),
  too_many_requests: more("Zu viele Versuche; bitte etwas warten"),
  draining: () => "Der Server wird gerade angehalten und nimmt nichts Neues an.",
  not_saved: more("Es konnte nicht gesichert werden"),
  store_unavailable: () =>
    "Die Datenbank ist gerade nicht erreichbar; Anrufe sind nicht betroffen. Bitte erneut versuchen.",
  instance_unreached: () =>
    "Die Instanz, die diesen Anruf führt, hat nicht rechtzeitig geantwortet. Ob sie es getan hat, ist nicht bekannt: " +
    "der Verlauf des Anrufs zeigt es.",
  internal: more("Ein Fehler im Server"),
  unreachable:
    "Der Server hat nicht geantwortet. Bitte das Netz prüfen; Anrufe sind nicht betroffen.",
  unclear: "Die Antwort kam nicht von Hookline. Vielleicht ist ein Proxy dazwischen gescheitert.",
  noWebSockets:
    "Die Leitung kam nicht zustande, obwohl der Server erreichbar ist: vielleicht lässt " +
    "ein Proxy dazwischen keine WebSockets durch.",
};
