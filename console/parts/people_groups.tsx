// Facts of a call between people: how each side is written down, and what became of the words.
import type { CallSummary } from "../../server/contract/call.ts";
import { MODE_WORDS, type PeopleFacts } from "../live/people_facts.ts";
import { type Speaker, SPEAKER_WORDS, SPEAKERS } from "../live/speakers.ts";
import { FACTS_TEXTS } from "../texts/facts.ts";
import { Fact, FactGroup } from "../ui/fact.tsx";
import { languageWords } from "../ui/language_words.ts";
import { durationWords, spanWords } from "../ui/time_words.ts";
import { Through } from "./through.tsx";

const TEXTS = FACTS_TEXTS.people;

export function WrittenDown({ call, people }: { call: CallSummary; people: PeopleFacts }) {
  const { languages, translated } = people;
  return (
    <FactGroup title={TEXTS.title}>
      <Fact name={FACTS_TEXTS.answered.model}>{call.model}</Fact>
      <Through call={call} />
      {SPEAKERS.map((speaker) => (
        <Fact key={speaker} name={SPEAKER_WORDS[speaker]}>
          <Way people={people} speaker={speaker} />
        </Fact>
      ))}
      <Fact name={TEXTS.languages}>
        {languages.join(", ") || languageWords(call.language) || TEXTS.notKnown}
      </Fact>
      {translated.lines > 0 && (
        <Fact name={TEXTS.translated}>
          {TEXTS.translatedLines(
            translated.lines - translated.failed,
            languageWords(translated.into),
          )}
          {translated.failed > 0 && (
            <small class="bad-words">
              {TEXTS.untranslated(translated.failed)}
            </small>
          )}
        </Fact>
      )}
    </FactGroup>
  );
}

function Way({ people, speaker }: { people: PeopleFacts; speaker: Speaker }) {
  const { way } = people.sides[speaker];
  if (way === null) return <>{TEXTS.nothingYet}</>;
  if (way === "lost") return <span class="bad-words">{TEXTS.lost}</span>;
  if (way === "rest") {
    return (
      <>
        {TEXTS.byFile}
        <small>{TEXTS.byFileHint}</small>
      </>
    );
  }
  return <>{TEXTS.live(MODE_WORDS[way])}</>;
}

export function PeopleConversation({ people }: { people: PeopleFacts }) {
  const { sides, pauses, dropped } = people;
  return (
    <FactGroup title={FACTS_TEXTS.conversation.title}>
      {SPEAKERS.map((speaker) => (
        <Fact key={speaker} name={TEXTS.spoke(SPEAKER_WORDS[speaker])}>
          {durationWords(sides[speaker].spokenMs)}
        </Fact>
      ))}
      <Fact name={TEXTS.paused}>
        {pauses.count === 0 ? TEXTS.neverPaused : TEXTS.pauses(pauses.count, spanWords(pauses.ms))}
      </Fact>
      <Fact name={TEXTS.leftOut}>
        {TEXTS.sounds(dropped.empty + dropped.invented)}
        {dropped.invented > 0 && <small>{TEXTS.invented(dropped.invented)}</small>}
      </Fact>
    </FactGroup>
  );
}
