// Every word of the answer times of a call that its figures do not have.
import { texted } from "./language.ts";
import { plural } from "./numbers.ts";

export const GAPS_TEXTS = texted("gaps", {
  title: "Answer times",
  people: "People keep each other waiting as they like: nothing is measured.",
  none:
    "Nothing was answered yet. Each answer gets a bar here, as long as the caller waited for it.",
  unknownEnd:
    "* How long the turn detection waited for more words is not known here: the caller waited that much longer.",
  asTable: "The same as a table",
  tableName: "Answer times as a table",
  caption: "Silences before answers, and what they were made of",
  median: "Median",
  p95: "95th percentile",
  slowest: "Slowest",
  of: "Of",
  answers: (answers: number) => plural(answers, "answer"),
  legend: "Parts of a bar",
  from: "From",
  after: "After",
  together: "Together",
});
