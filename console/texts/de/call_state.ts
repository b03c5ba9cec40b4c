// What a card or a row says of a call, in German.
import type { CALL_STATE_TEXTS } from "../call_state.ts";
import { plural } from "../numbers.ts";

export const call_state: typeof CALL_STATE_TEXTS = {
  states: {
    connecting: "Verbindet",
    listening: "Hört zu",
    caller_speaking: "Anrufer spricht",
    thinking: "Denkt nach",
    agent_speaking: "Agent spricht",
    held: "Warteschleife",
    degraded: "Störung",
    ending: "Verabschiedet sich",
    ended: "Beendet",
  },
  peopleStates: {
    connecting: "Noch kein Wort",
    held: "Angehalten",
    ending: "Letzte Worte",
  },
  tags: {
    draft: "Entwurf",
    test: "Test",
    standIn: "Attrappe",
    fellBack: "Nur noch als Datei",
    degraded: "Eingeschränkt",
    people: "Menschen",
  },
  betweenPeople: "Zwischen Menschen",
  interrupted: (times: number) => `${times}× unterbrochen`,
  supervisorSpeaks: "Aufsicht spricht",
  listening: (people: number) => plural(people, "Person hört mit", "Personen hören mit"),
  moreReasons: (reasons: number) => `und ${reasons} weitere`,
  phone: {
    withheld: "Nummer unterdrückt",
    console: "Konsole",
    hiddenName: "Verdeckter Name",
    endingIn: "Nummer endet auf",
    spokenHidden: "ein verdeckter Name",
    spoken: (digits: string) => `die Nummer mit der Endung ${digits}`,
  },
  endedBy: {
    caller: "Anrufer",
    supervisor: "Aufsicht",
    agent: "Agent",
    telephony: "Telefonanlage",
    upstream: "Modell",
    server: "Hookline",
  },
  noReason: "Ohne Grund beendet",
};
