// What supervisors ask of a call, and what becomes of it, in German.
import type { COMMAND_TEXTS } from "../command_words.ts";

export const command_words: typeof COMMAND_TEXTS = {
  kinds: {
    whisper: "Flüstern",
    say: "Sagen lassen",
    end: "Beenden",
    transfer: "Weiterleiten",
    take_over: "Übernehmen",
    hand_back: "Zurückgeben",
  },
  moments: {
    now: "Jetzt",
    after_caller: "Nach dem Anrufer",
    next_turn: "Mit der nächsten Antwort",
  },
  waits: {
    now: "Unterwegs zum Agenten",
    after_caller: "Wartet, bis der Anrufer ausgeredet hat",
    next_turn: "Wartet auf die nächste Antwort des Agenten",
  },
  sayWaits: "Wartet, bis es dran ist",
  asked: "Angefragt",
  told: "Der Agent weiß es; seither keine Antwort",
  underWay: "Läuft",
  usedAt: (place) => `Verwendet in der Antwort bei ${place}`,
  used: "In einer Antwort verwendet",
  notUsed: "Nicht verwendet: der Anruf endete vorher",
  refused: "Abgelehnt",
  refusedWhy: (why) => `Abgelehnt: ${why}`,
  retracted: "Zurückgenommen",
  done: {
    whisper: "Erledigt",
    say: "Der Anrufer hat es gehört",
    end: "Der Abschied ist gesagt",
    transfer: "Weitergeleitet",
    take_over: "Übernommen",
    hand_back: "Zurückgegeben",
  },
  whyNot: {
    people: "Hier sprechen Menschen",
    away: "Nichts zu hören",
    over: "Der Anruf ist vorbei",
    transfer: (protocol) => `${protocol} kann das nicht`,
    notWithThis: "Bei diesem Anruf nicht möglich",
    ending: "Der Abschied läuft",
    notConnected: "Noch nicht verbunden",
    personSpeaks: "Ein Mensch spricht",
  },
  targets: {
    audiocodes: { label: "Nummer oder Adresse", hint: "tel:+15550123 oder sip:desk@example.com" },
    avr: { label: "Nebenstelle", hint: "Wie die Telefonanlage sie wählt" },
  },
  transferHints: {
    genesys: "Der Flow in Architect entscheidet, wohin. Er erfährt den Grund.",
    asterisk: "Nach dem Agenten geht der Wählplan weiter und entscheidet, wohin.",
    others: "Der Agent sagt es dem Anrufer und leitet weiter.",
  },
};
