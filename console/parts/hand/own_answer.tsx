// An answer to the agent in one's own words, for when neither of the prepared ones is right.
import { useId, useState } from "preact/hooks";
import { HAND_LIMITS } from "../../../server/contract/hand_limits.ts";
import { HAND_TEXTS as TEXTS } from "../../texts/hand.ts";

interface OwnAnswerProps {
  busy: boolean;
  onAnswer: (words: string) => void;
}

export function OwnAnswer({ busy, onAnswer }: OwnAnswerProps) {
  const [words, setWords] = useState("");
  const id = useId();
  const ready = words.trim() !== "" && !busy;
  return (
    <form
      class="hand-own"
      onSubmit={(event) => {
        event.preventDefault();
        if (ready) onAnswer(words.trim());
      }}
    >
      <label class="hidden" for={id}>{TEXTS.own}</label>
      <input
        id={id}
        class="input"
        autocomplete="off"
        placeholder={TEXTS.own}
        maxLength={HAND_LIMITS.textChars}
        value={words}
        onInput={(event) => setWords(event.currentTarget.value)}
      />
      <button type="submit" class="button" aria-disabled={!ready}>{TEXTS.answer}</button>
    </form>
  );
}
