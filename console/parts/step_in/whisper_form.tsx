// Guidance that only the agent hears, with the moment at which it is to hear it.
import {
  COMMAND_LIMITS,
  WHISPER_MOMENTS,
  type WhisperMoment,
} from "../../../server/contract/command_kinds.ts";
import { MOMENT_WORDS } from "../../live/command_words.ts";
import { STEP_IN_TEXTS } from "../../texts/step_in.ts";
import { Choice } from "../../ui/choice.tsx";
import { WordsForm } from "./words_form.tsx";

export interface WhisperWish {
  text: string;
  when: WhisperMoment;
}

const TEXTS = STEP_IN_TEXTS.whisper;
const HINTS: Readonly<Record<WhisperMoment, string>> = TEXTS.hints;

interface WhisperFormProps {
  wish: WhisperWish;
  onWish: (wish: WhisperWish) => void;
  busy: boolean;
  onSend: () => void;
}

export function WhisperForm({ wish, onWish, busy, onSend }: WhisperFormProps) {
  return (
    <WordsForm
      label={TEXTS.label}
      hint={HINTS[wish.when]}
      placeholder={TEXTS.example}
      maxChars={COMMAND_LIMITS.whisperChars}
      value={wish.text}
      onValue={(text) => onWish({ ...wish, text })}
      button={TEXTS.act}
      busy={busy}
      onSend={onSend}
    >
      <Choice<WhisperMoment>
        legend={TEXTS.when}
        quiet
        look="pills"
        value={wish.when}
        onChange={(when) => onWish({ ...wish, when })}
        options={WHISPER_MOMENTS.map((when) => ({ value: when, label: MOMENT_WORDS[when] }))}
      />
    </WordsForm>
  );
}
