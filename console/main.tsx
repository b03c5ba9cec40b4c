// The first thing the page runs: asks who is signed in, fetches the words of its language, then starts the console. Imports
// nothing that reads a text (numbers.ts for nothing but that it comes in one file with language.ts); what the floor looks
// like is here, so that the page has it before it draws; style/later.css has the rest.
import { askFirst } from "./live/first_question.ts";
import { keptPrefs } from "./live/kept_prefs.ts";
import { isLanguage, languageOf, speak } from "./texts/language.ts";
import "./texts/numbers.ts";
import "./style/tokens.css";
import "./style/base.css";
import "./style/controls.css";
import "./style/fields.css";
import "./style/shell.css";
import "./style/me.css";
import "./style/alerts.css";
import "./style/floor.css";
import "./style/first_run.css";
import "./style/hand.css";
import "./style/words_form.css";
import "./style/board.css";
import "./style/state.css";
import "./style/lists.css";

askFirst(fetch.bind(globalThis));
const chosen = keptPrefs(() => localStorage)["language"];
const language = isLanguage(chosen) ? chosen : languageOf(navigator.languages);
if (language === "de") {
  try {
    speak("de", (await import("./texts/de.ts")).GERMAN);
    document.documentElement.lang = "de";
  } catch {
    // English is there; a page in German that never comes is worth less.
  }
}
await import("./start.tsx");
