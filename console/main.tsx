// The first thing the page runs: fetches the words of its language, then starts the console. Imports nothing that reads a
// text; what the console looks like is here, so that the page has it before it draws.
import { keptPrefs } from "./live/kept_prefs.ts";
import { isLanguage, languageOf, speak } from "./texts/language.ts";
import "./style/tokens.css";
import "./style/base.css";
import "./style/controls.css";
import "./style/fields.css";
import "./style/shell.css";
import "./style/alerts.css";
import "./style/floor.css";
import "./style/hand.css";
import "./style/board.css";
import "./style/wall.css";
import "./style/state.css";
import "./style/lists.css";
import "./style/call.css";
import "./style/strip.css";
import "./style/transcript.css";
import "./style/recording.css";
import "./style/step_in.css";
import "./style/live_sound.css";
import "./style/talk.css";
import "./style/gaps.css";
import "./style/agent.css";
import "./style/agent_parts.css";
import "./style/routes.css";
import "./style/pages.css";
import "./style/history.css";
import "./style/palette.css";
import "./style/settings.css";
import "./style/connection.css";

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
