// How the day's spending stands against its budget, in German.
import type { SPEND_TEXTS } from "../spend_words.ts";

export const spend_words: typeof SPEND_TEXTS = {
  spent: "Das Budget des Tages ist verbraucht: neue Anrufe werden abgewiesen",
  spentWords: (spent, budget) =>
    `${spent} von ${budget}, nach der Preisliste. Laufende Anrufe gehen weiter; ` +
    "neue werden ab Mitternacht (UTC) angenommen.",
  nearly: (percent) => `${percent} % des heutigen Budgets sind verbraucht`,
  nearlyWords: (spent, budget) =>
    `${spent} von ${budget}, nach der Preisliste. Bei 100 % werden neue Anrufe bis Mitternacht (UTC) abgewiesen.`,
};
