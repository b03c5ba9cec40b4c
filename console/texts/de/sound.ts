// Live sound in German.
import type { SOUND_TEXTS } from "../sound.ts";

export const sound: typeof SOUND_TEXTS = {
  noSound: "Dieser Browser gab keinen Ton. Bitte prüfen, ob die Seite ihn abspielen darf.",
  signedOut: "Nicht mehr angemeldet.",
  callOver: "Der Anruf ist vorbei.",
  listen: {
    notPermitted: "Mithören ist nicht mehr erlaubt.",
    full: "Mehr Menschen dürfen diesen Anruf nicht mithören.",
    away: "Der Ton ist weg: von der Instanz, die den Anruf führt, ist nichts zu hören.",
    unreachable:
      "Der Ton ist nicht zu bekommen: der Server ist nicht erreichbar, oder zu viele hören mit.",
  },
  air: {
    microphoneGone: "Das Mikrofon ist weg. Der Agent hat den Anruf wieder.",
    notTaken: "Der Anruf konnte nicht übernommen werden.",
    agentHasIt: "Der Agent hat den Anruf wieder.",
    on: "Auf Sendung: der Anrufer hört mit.",
    broken: "Die Leitung zum Server brach ab: der Anrufer hört nichts mehr aus diesem Mikrofon. " +
      "Der Agent nimmt den Anruf wieder.",
  },
  talk: {
    states: {
      off: "Kein Anruf",
      saving: "Der Entwurf wird gesichert …",
      asking: "Wartet auf das Mikrofon: bitte die Frage des Browsers beantworten.",
      calling: "Es klingelt …",
      live: "In der Leitung",
      ended: "Der Anruf ist vorbei",
    },
    notAnswered: "Der Server hat den Anruf nicht angenommen.",
    draftLive: "Der Entwurf ist in der Leitung.",
    publishedLive: "Die veröffentlichte Version ist in der Leitung.",
    agentEnded: "Der Agent hat den Anruf beendet.",
    lineBroke: "Die Leitung zum Server brach ab.",
    microphoneGone: "Das Mikrofon ist weg.",
    hungUp: "Aufgelegt.",
    unsaved: {
      invalid:
        "Der Entwurf ist nicht gesichert: ein Feld braucht einen Blick. Der Anruf ginge an einen älteren.",
      conflict:
        "Der Entwurf ist nicht gesichert: jemand anders hat auch bearbeitet. Das zuerst klären.",
      failed: "Der Entwurf konnte nicht gesichert werden. Der Anruf ginge an einen älteren.",
    },
    refusals: {
      E_BUDGET:
        "Das Budget des Tages ist verbraucht: bis Mitternacht (UTC) wird kein Anruf angenommen.",
      E_NO_AGENT: "Der Agent wurde inzwischen gelöscht.",
      E_SIGNED_OUT: "Nicht mehr angemeldet.",
      E_DRAIN: "Der Server wird gerade angehalten.",
    },
    failed: (code) => `Der Anruf scheiterte (${code}). Seine Seite sagt mehr.`,
  },
  microphone: {
    insecure: "Browser geben ein Mikrofon nur Seiten über https oder auf diesem Rechner. " +
      "Die Konsole bitte über ihre https-Adresse öffnen.",
    notAllowed: "Der Browser hat das Mikrofon nicht erlaubt. " +
      "Bitte am Zeichen neben der Adresse erlauben und erneut versuchen.",
    notFound: "Kein Mikrofon gefunden. Bitte eines anschließen und erneut versuchen.",
    busy: "Das Mikrofon ist da und gibt keinen Ton: vielleicht hält es ein anderes Programm.",
    failed: (name) => `Das Mikrofon ließ sich nicht öffnen (${name}).`,
  },
};
