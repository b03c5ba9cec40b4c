// What is said of a call wherever one is, in German.
import type { CALL_TEXTS } from "../call_words.ts";

export const call_words: typeof CALL_TEXTS = {
  speakers: { caller: "Anrufer", agent: "Agent" },
  protocols: {
    audiohook: "Genesys",
    audiocodes: "AudioCodes",
    avr: "AVR",
    "avr-http": "AVR über HTTP",
    audiosocket: "Asterisk AudioSocket",
    "asterisk-ws": "Asterisk WebSocket",
    browser: "Browser",
  },
  supervisor: "Eine Aufsicht",
  program: "Ein Programm",
  draft: "Entwurf",
  modes: { segmented: "Satz für Satz", continuous: "Wort für Wort", rest: "als Datei" },
  instructions: {
    variable: "Eine Variable des Anrufs",
    agent: "Der Prompt des Agenten",
    builtIn: "Der eingebaute Prompt",
  },
  lost: "Anrufer: nicht zu verstehen",
  interrupted: "unterbrochen",
  filters: {
    all: "Alle",
    speech: "Sprache",
    model: "Modell",
    tools: "Werkzeuge",
    phone: "Telefon",
    supervisor: "Aufsicht",
    trouble: "Störungen",
  },
};
