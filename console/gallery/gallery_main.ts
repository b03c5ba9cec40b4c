// Fetches the words of the chosen language, then shows the gallery: as main.tsx does for the console, whose own styles
// the build puts beside these.
import { keptPrefs } from "../live/kept_prefs.ts";
import { speak } from "../texts/language.ts";
import "./gallery.css";

if (keptPrefs(() => localStorage)["language"] === "de") {
  speak("de", (await import("../texts/de.ts")).GERMAN);
  document.documentElement.lang = "de";
}
await import("./gallery.tsx");
