// Whether the calls of an agent are kept as sound, and what their callers are told.
import { RECORDING_TEXTS } from "../../texts/recording.ts";
import { Switch } from "../../ui/field.tsx";
import { TextField } from "../../ui/text_field.tsx";
import type { PartProps } from "./part_props.ts";

const TEXTS = RECORDING_TEXTS.agent;

export function RecordingPart({ config, bind }: PartProps) {
  const { on, words } = config.recording;
  return (
    <section class="form-section">
      <h2>{TEXTS.title}</h2>
      <p class="field-hint">{TEXTS.hint}</p>
      <Switch label={TEXTS.on} hint={TEXTS.law} {...bind("recording", "on")} />
      {on && (
        <>
          <TextField
            label={TEXTS.words}
            rows={2}
            hint={TEXTS.wordsHint}
            placeholder={TEXTS.wordsExample}
            {...bind("recording", "words")}
          />
          {words.trim() === "" && <p class="warn" role="status">{TEXTS.silent}</p>}
        </>
      )}
    </section>
  );
}
