// Guidance that only the agent hears, with the moment at which it is to hear it.
import {
  COMMAND_LIMITS,
  WHISPER_MOMENTS,
  type WhisperMoment,
} from "../../../server/contract/command_kinds.ts";
import { MOMENT_WORDS } from "../../live/command_words.ts";
import { Choice } from "../../ui/choice.tsx";
import { WordsForm } from "./words_form.tsx";

export interface WhisperWish {
  text: string;
  when: WhisperMoment;
}

const HINTS: Readonly<Record<WhisperMoment, string>> = {
  now: "At once; where nobody speaks, the agent speaks of it.",
  after_caller: "When the caller has finished, before the agent answers.",
  next_turn: "With its next answer, whenever that is.",
};

interface WhisperFormProps {
  wish: WhisperWish;
  onWish: (wish: WhisperWish) => void;
  busy: boolean;
  onSend: () => void;
}

export function WhisperForm({ wish, onWish, busy, onSend }: WhisperFormProps) {
  return (
    <WordsForm
      label="Only the agent hears"
      hint={HINTS[wish.when]}
      placeholder="Offer the pickup at the shop in Lisbon."
      maxChars={COMMAND_LIMITS.whisperChars}
      value={wish.text}
      onValue={(text) => onWish({ ...wish, text })}
      button="Whisper"
      busy={busy}
      onSend={onSend}
    >
      <Choice<WhisperMoment>
        legend="When"
        quiet
        look="pills"
        value={wish.when}
        onChange={(when) => onWish({ ...wish, when })}
        options={WHISPER_MOMENTS.map((when) => ({ value: when, label: MOMENT_WORDS[when] }))}
      />
    </WordsForm>
  );
}
