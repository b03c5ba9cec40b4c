// Recordings, in German.
import type { RECORDING_TEXTS } from "../recording.ts";

export const recording: typeof RECORDING_TEXTS = {
  tag: "Aufnahme läuft",
  tagHint: "Beide Seiten dieses Anrufs werden als Ton aufgezeichnet.",
  gone: "Die Aufnahme wurde gelöscht.",
  brokeOff: (why) => `Die Aufnahme brach ab: ${why}.`,
  notBegun: (why) => `Dieser Anruf wurde nicht aufgenommen: ${why}.`,
  why: {
    disk_full: "die Festplatte ist fast voll",
    disk_slow: "die Festplatte kam nicht mit",
    not_written: "die Datei ließ sich nicht schreiben",
    exists: "es gab schon eine mit diesem Namen",
    other: (code) => `Code ${code}`,
  },
  mayNot: "Dieser Anruf wurde aufgenommen. Anhören darf ihn, wer die Rolle Aufsicht hat.",
  player: {
    title: "Aufnahme",
    play: "Abspielen",
    pause: "Pause",
    back: "5 Sekunden zurück",
    ahead: "5 Sekunden vor",
    time: (at, length) => `${at} von ${length}`,
    seek: "Stelle der Aufnahme",
    loading: "Der Ton wird geladen …",
    failed:
      "Die Aufnahme ließ sich nicht abspielen. Vielleicht wurde sie inzwischen gelöscht: bitte die Seite neu laden.",
    speed: "Tempo",
    times: (rate) => `${rate}×`,
    sides: "Hören",
    side: { both: "Beide Seiten", caller: "Anrufer", agent: "Unsere Seite" },
    download: "Herunterladen",
    remove: "Aufnahme löschen",
    removeAgain: "Endgültig löschen",
    removeTold: "Noch einmal drücken, um die Aufnahme endgültig zu löschen. Das Transkript bleibt.",
    removed: "Die Aufnahme wurde gelöscht.",
    notRemoved: (why) => `Nicht gelöscht: ${why}`,
    keys: "Die Leertaste spielt ab und hält an, die Pfeiltasten springen fünf Sekunden.",
    from: (time) => `Ab ${time} abspielen`,
  },
  agent: {
    title: "Aufnahme",
    hint:
      "Beide Seiten werden als eine Tondatei je Anruf aufbewahrt und lassen sich neben dem Transkript abspielen.",
    on: "Anrufe dieses Agenten aufnehmen",
    law:
      "Anrufer müssen es wissen. In vielen Ländern ist eine Aufnahme ohne Einwilligung strafbar, auch in " +
      "Deutschland; welche Worte nötig sind und ob nach einem Ja zu fragen ist, weiß Ihre Rechtsabteilung.",
    words: "Was der Anrufer zuerst hört",
    wordsHint:
      "Wird genau so gesagt, vor der Begrüßung. Leer: Nichts wird gesagt, weil die Telefonanlage es schon getan hat.",
    wordsExample: "Dieses Gespräch wird zur Sicherung der Qualität aufgezeichnet.",
    silent:
      "Nichts sagt dem Anrufer, dass aufgenommen wird. Das ist nur richtig, wenn die Telefonanlage es vorher ansagt.",
    fields: { on: "Anrufe werden aufgenommen", words: "Hinweis auf die Aufnahme" },
  },
  events: {
    started: "Aufnahme beginnt",
    ended: "Aufnahme endet",
    broken: "Aufnahme bricht ab",
    deleted: "Aufnahme gelöscht",
    asked: "durch einen Menschen",
    old: "ihre Frist war um",
  },
};
