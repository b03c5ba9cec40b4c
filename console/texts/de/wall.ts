// The screen on the wall in German.
import { plural } from "../numbers.ts";
import type { WALL_TEXTS } from "../wall.ts";

export const wall: typeof WALL_TEXTS = {
  tab: "Wandansicht",
  title: "Leitstand, an der Wand",
  liveCalls: "Laufende Anrufe",
  more: (calls: number) => `und ${plural(calls, "weiterer Anruf", "weitere Anrufe")}`,
  leave: "Wandansicht verlassen",
  awake: "Dieser Bildschirm bleibt wach",
  maySleep: "Der Browser lässt den Bildschirm womöglich schlafen: im System ausschalten",
  agentAsks: "Der Agent fragt die Aufsicht",
  quiet: "Alles ruhig",
  lastEnded: "Der letzte Anruf endete {when}.",
};
