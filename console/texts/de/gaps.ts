// The answer times of a call in German.
import type { GAPS_TEXTS } from "../gaps.ts";
import { plural } from "../numbers.ts";

export const gaps: typeof GAPS_TEXTS = {
  title: "Antwortzeiten",
  people: "Menschen lassen einander warten, wie sie mögen: Hier wird nichts gemessen.",
  none:
    "Noch wurde nichts beantwortet. Jede Antwort bekommt hier einen Balken, so lang, wie der Anrufer auf sie gewartet hat.",
  unknownEnd:
    "* Wie lange auf weitere Worte gewartet wurde, ist hier nicht bekannt: Um so viel länger hat der Anrufer gewartet.",
  asTable: "Dasselbe als Tabelle",
  tableName: "Antwortzeiten als Tabelle",
  caption: "Die Stille vor jeder Antwort und woraus sie bestand",
  median: "Median",
  p95: "95. Perzentil",
  slowest: "Längste",
  of: "Von",
  answers: (answers: number) => plural(answers, "Antwort", "Antworten"),
  legend: "Teile eines Balkens",
  from: "Ab",
  after: "Nach",
  together: "Zusammen",
};
