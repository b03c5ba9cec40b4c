// What is wrong with a field, in German.
import type { CHECK_TEXTS } from "../checks.ts";

export const checks: typeof CHECK_TEXTS = {
  tooLong: (over, most, has) =>
    `${over} Bytes zu lang: höchstens ${most} Bytes passen, das hier hat ${has}`,
  outside: (from, to) => `Bitte eine Zahl von ${from} bis ${to} eingeben`,
  twice: (name) => `„${name}“ steht schon in der Liste`,
  agentName: "Der Agent braucht einen Namen",
  model: "Bitte ein Modell wählen",
  variableName: "Buchstaben, Ziffern, Punkte, Binde- und Unterstriche; zuerst ein Buchstabe",
  warning: "Die Warnung muss vor dem Ende kommen",
  instruct: "Bitte sagen, was der Agent tun soll",
  agent: "Bitte einen Agenten wählen",
  toolTaken: "Ein Werkzeug dieses Namens hat jeder Agent schon",
  toolDescription: "Dem Modell sagen, was es tut und wann es zu nutzen ist",
  toolName: "1 bis 64 Buchstaben, Ziffern, Binde- oder Unterstriche",
  headerName: "Das ist kein Name eines Headers",
  headerValue: "Eine Zeile einfacher Buchstaben",
  secret: "Großbuchstaben, Ziffern und Unterstriche",
  dataAction: "Die Id, wie Genesys sie zeigt, etwa custom_-_…",
  url: "Eine ganze Adresse, die mit https:// beginnt",
  schemaType: 'Braucht ganz oben "type": "object"',
  schemaJson: "Das ist kein JSON: fehlt ein Komma oder Anführungszeichen?",
  defaultAgent: "Bitte wählen, wer alle anderen Anrufe annimmt",
  routeName: "Die Route braucht einen Namen",
  routeVariable: "Welche Variable hat diesen Wert?",
  viewName: "Die Ansicht braucht einen Namen.",
  viewsFull: (most) => `Es gibt schon ${most} Ansichten. Bitte zuerst eine entfernen.`,
  notKept: "Dieser Browser lässt die Konsole nichts aufbewahren.",
  address: {
    none: "Das ist keine Adresse",
    noneWords: "Bitte die öffentliche Adresse des Servers setzen.",
    private: "Von außen ist diese Adresse nicht erreichbar",
    privateWords: "Sie führt nur auf diesen Rechner oder in dieses Netz. Dem Server einen " +
      "öffentlichen Namen geben oder einen Tunnel nutzen und ihm diese Adresse nennen. " +
      "Testanrufe gehen auch ohne.",
    plain: "Angewählt wird nur über TLS",
    plainWords:
      "Den Server hinter einen Proxy mit dem Zertifikat einer öffentlichen Stelle setzen.",
  },
};
