// A note for all calls: its words, and for how long they hold.
import { useState } from "preact/hooks";
import { NOTICE_LIMITS } from "../../../server/contract/notice_limits.ts";
import { endOf, NOTICE_ENDS, type NoticeEnd, untilWords } from "../../live/notice_words.ts";
import { useStores } from "../../stores.ts";
import { BOARD_TEXTS } from "../../texts/board.ts";
import { Choice } from "../../ui/choice.tsx";
import { WordsForm } from "../step_in/words_form.tsx";

const TEXTS = BOARD_TEXTS.form;

export function PostForm({ onClose }: { onClose: () => void }) {
  const { api, clock, floor, announcer } = useStores();
  const [text, setText] = useState("");
  const [end, setEnd] = useState<NoticeEnd>("hour");
  const [time, setTime] = useState("");
  const [busy, setBusy] = useState(false);
  const [trouble, setTrouble] = useState("");
  const nowMs = clock.wallMs.value + clock.offsetMs.value;
  const expiresAtMs = endOf(end, { nowMs, time });
  const live = floor.live.value.filter(({ call }) => call.kind === "agent").length;

  async function post(): Promise<void> {
    const until = endOf(end, { nowMs, time });
    if (until === null) return setTrouble(TEXTS.noTime);
    setBusy(true);
    setTrouble("");
    const result = await api.postNotice({ text: text.trim(), expiresAtMs: Math.round(until) });
    setBusy(false);
    if (!result.ok) return setTrouble(result.refusal.message);
    announcer.say(TEXTS.posted);
    onClose();
  }

  return (
    <div
      class="board-form"
      onKeyDown={(event) => {
        if (event.key === "Escape") onClose();
      }}
    >
      <WordsForm
        label={TEXTS.label}
        hint={TEXTS.hint(live)}
        placeholder={TEXTS.example}
        maxChars={NOTICE_LIMITS.textChars}
        value={text}
        onValue={setText}
        button={TEXTS.act}
        busy={busy}
        onSend={() => void post()}
      >
        <div class="board-ends">
          <Choice<NoticeEnd>
            legend={TEXTS.holds}
            look="pills"
            value={end}
            onChange={setEnd}
            options={NOTICE_ENDS.map(({ id, words }) => ({ value: id, label: words }))}
          />
          {end === "at" && (
            <input
              type="time"
              class="input board-time"
              aria-label={TEXTS.time}
              value={time}
              onInput={(event) => setTime(event.currentTarget.value)}
            />
          )}
          {expiresAtMs !== null && <span class="muted">{untilWords(expiresAtMs, nowMs)}</span>}
        </div>
      </WordsForm>
      <button type="button" class="button quiet small board-cancel" onClick={onClose}>
        {TEXTS.cancel}
      </button>
      {trouble !== "" && <p class="field-error" role="alert">{trouble}</p>}
    </div>
  );
}
