// The notice board on the floor: what all calls are told, by whom, for how long, and which calls go by it.
import { useLayoutEffect, useRef } from "preact/hooks";
import type { Notice } from "../../../server/contract/notice_limits.ts";
import { byWords } from "../../live/command_words.ts";
import { leftWords, toldWords, untilWords } from "../../live/notice_words.ts";
import { useStores } from "../../stores.ts";
import { BOARD_TEXTS as TEXTS } from "../../texts/board.ts";
import { BinIcon } from "../../ui/icons.tsx";
import { Ago } from "../../ui/time.tsx";
import { useMay } from "../may.tsx";
import { Phone } from "../phone.tsx";
import { useSecondPress } from "../step_in/second_press.ts";
import { PostForm } from "./post_form.tsx";

interface NoticeBoardProps {
  /** The form is open. */
  posting: boolean;
  onClose: () => void;
}

/** Nothing at all while the board is empty and nobody writes. */
export function NoticeBoard({ posting, onClose }: NoticeBoardProps) {
  const board = useStores().floor.board.value;
  if (board.length === 0 && !posting) return null;
  return (
    <section class="board" aria-labelledby="board-title">
      <h2 id="board-title" class="section-title">{TEXTS.title}</h2>
      {posting && <PostForm onClose={onClose} />}
      {board.length > 0 && (
        <ul class="board-notes">
          {board.map((notice) => <Note key={notice.id} notice={notice} />)}
        </ul>
      )}
    </section>
  );
}

function Note({ notice }: { notice: Notice }) {
  const { api, floor, clock, notices } = useStores();
  const { id, text, by, createdAtMs, expiresAtMs } = notice;
  const nowMs = clock.nowMs.value;
  const live = floor.live.value.filter(({ call }) => call.notices.includes(id));
  const remove = useSecondPress(TEXTS.removeArmed, async () => {
    const result = await api.removeNotice(id);
    if (!result.ok && result.refusal.code !== "not_found") {
      notices.show({ text: result.refusal.message, tone: "act" });
    }
  });
  // The server counts a moment later than its calls tell.
  const calls = Math.max(notice.calls, live.length);
  return (
    <li class="board-note">
      <div class="board-words">
        <p class="board-text">{text}</p>
        <div class="board-facts">
          <span>
            {byWords(by)}, <Ago atMs={createdAtMs} />
          </span>
          <span>
            {untilWords(expiresAtMs, nowMs)} ({leftWords(expiresAtMs, nowMs)})
          </span>
          {live.length === 0 ? <span>{toldWords(calls, 0)}</span> : (
            <details class="board-calls">
              <summary>{toldWords(calls, live.length)}</summary>
              <ul>
                {live.map(({ call }) => (
                  <li key={call.callId}>
                    <a href={`/calls/${encodeURIComponent(call.callId)}`}>
                      <Phone address={call.caller} />
                    </a>
                  </li>
                ))}
              </ul>
            </details>
          )}
        </div>
      </div>
      {useMay("step_in") && (
        <RemoveButton
          text={text}
          armed={remove.armed}
          onPress={remove.press}
        />
      )}
    </li>
  );
}

function RemoveButton(
  { text, armed, onPress }: { text: string; armed: boolean; onPress: () => void },
) {
  const button = useRef<HTMLButtonElement>(null);
  useLayoutEffect(() => {
    const mine = button.current;
    // Whoever removes a note is put where the next one can be posted.
    return () => {
      if (mine === document.activeElement) {
        document.querySelector<HTMLElement>('[data-act="post_notice"]')?.focus();
      }
    };
  }, []);
  return (
    <button
      ref={button}
      type="button"
      class={armed ? "button small danger" : "button quiet small"}
      onClick={onPress}
    >
      <BinIcon />
      {armed ? TEXTS.removeAgain : TEXTS.remove}
      <span class="hidden">{TEXTS.which(text.slice(0, 60))}</span>
    </button>
  );
}
