// Facts of a call between people: how each side is written down, and what became of the words.
import type { CallSummary } from "../../server/contract/call.ts";
import { MODE_WORDS, type PeopleFacts } from "../live/people_facts.ts";
import { type Speaker, SPEAKER_WORDS, SPEAKERS } from "../live/speakers.ts";
import { Fact, FactGroup } from "../ui/fact.tsx";
import { languageWords } from "../ui/language_words.ts";
import { durationWords, plural, spanWords } from "../ui/time_words.ts";
import { Through } from "./through.tsx";

export function WrittenDown({ call, people }: { call: CallSummary; people: PeopleFacts }) {
  const { languages, translated } = people;
  return (
    <FactGroup title="Written down by">
      <Fact name="Model">{call.model}</Fact>
      <Through call={call} />
      {SPEAKERS.map((speaker) => (
        <Fact key={speaker} name={SPEAKER_WORDS[speaker]}>
          <Way people={people} speaker={speaker} />
        </Fact>
      ))}
      <Fact name="Languages">
        {languages.join(", ") || languageWords(call.language) || "Not known"}
      </Fact>
      {translated.lines > 0 && (
        <Fact name="Translated">
          {plural(translated.lines - translated.failed, "line")} into{" "}
          {languageWords(translated.into)}
          {translated.failed > 0 && (
            <small class="bad-words">
              {translated.failed} could not be had: the original went out
            </small>
          )}
        </Fact>
      )}
    </FactGroup>
  );
}

function Way({ people, speaker }: { people: PeopleFacts; speaker: Speaker }) {
  const { way } = people.sides[speaker];
  if (way === null) return <>Nothing said yet</>;
  if (way === "lost") return <span class="bad-words">Lost: not any more</span>;
  if (way === "rest") {
    return (
      <>
        By file
        <small>Words come once somebody paused.</small>
      </>
    );
  }
  return <>Live, {MODE_WORDS[way]}</>;
}

export function PeopleConversation({ people }: { people: PeopleFacts }) {
  const { sides, pauses, dropped } = people;
  return (
    <FactGroup title="Conversation">
      {SPEAKERS.map((speaker) => (
        <Fact key={speaker} name={`${SPEAKER_WORDS[speaker]} spoke`}>
          {durationWords(sides[speaker].spokenMs)}
        </Fact>
      ))}
      <Fact name="Paused">
        {pauses.count === 0
          ? "Never"
          : `${plural(pauses.count, "time")}, ${spanWords(pauses.ms)} in all`}
      </Fact>
      <Fact name="Left out">
        {plural(dropped.empty + dropped.invented, "sound")}
        {dropped.invented > 0 && (
          <small>{dropped.invented} with words that hardly any sound stood behind</small>
        )}
      </Fact>
    </FactGroup>
  );
}
