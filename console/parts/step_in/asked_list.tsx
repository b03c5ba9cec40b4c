// What was asked of the call lately and what has become of each: sent, delivered, used, done, refused, taken back.
import {
  byWords,
  COMMAND_WORDS,
  commandState,
  isNobody,
  MOMENT_WORDS,
} from "../../live/command_words.ts";
import { type AskedCommand, type Commands, isFinal } from "../../live/commands.ts";
import { STEP_IN_TEXTS } from "../../texts/step_in.ts";
import { CloseIcon } from "../../ui/icons.tsx";
import { StateMark } from "./state_mark.tsx";

const TEXTS = STEP_IN_TEXTS.asked;

/** What is settled stays to be read this long; refusals have their words in the transcript as well. */
const SHOWN_MS = 30_000;
const SHOWN = 4;

/** The latest, unsettled ones before settled ones where there are too many. Who has the call shows by itself. */
export function shownCommands(
  asked: readonly AskedCommand[],
  nowMs: number,
): readonly AskedCommand[] {
  const fresh = asked.filter((command) =>
    !isFinal(command) || (nowMs - command.changedMs < SHOWN_MS && !showsByItself(command))
  );
  const open = fresh.filter((command) => !isFinal(command)).slice(-SHOWN);
  const settled = fresh.filter(isFinal);
  const room = SHOWN - open.length;
  const kept = new Set([...open, ...(room > 0 ? settled.slice(-room) : [])]);
  return fresh.filter((command) => kept.has(command));
}

function showsByItself({ kind, state }: AskedCommand): boolean {
  return state === "done" && (kind === "take_over" || kind === "hand_back");
}

interface AskedListProps {
  shown: readonly AskedCommand[];
  commands: Commands;
  onPick: (itemId: string) => void;
}

export function AskedList({ shown, commands, onPick }: AskedListProps) {
  if (shown.length === 0) return null;
  return (
    <ul class="asked" aria-label={TEXTS.title}>
      {shown.map((command) => (
        <li key={command.commandId} class={`asked-one ${command.state}`}>
          <span class="asked-what">
            <b>{COMMAND_WORDS[command.kind] ?? command.kind}</b>
            {command.text && <q>{command.text}</q>}
            {command.target && <span>{TEXTS.to(command.target)}</span>}
            {command.when && command.state === "sent" && (
              <span class="hidden">({MOMENT_WORDS[command.when]})</span>
            )}
            {!isNobody(command.by) && <span class="muted">{byWords(command.by)}</span>}
          </span>
          <span class="asked-state">
            <StateMark state={command.state} />
            {command.used
              ? (
                <button
                  type="button"
                  class="asked-link"
                  onClick={() => command.used && onPick(command.used.itemId)}
                >
                  {commandState(command)}
                </button>
              )
              : commandState(command)}
          </span>
          {command.state === "sent" && (command.kind === "whisper" || command.kind === "say") && (
            <button
              type="button"
              class="button small nowrap"
              onClick={() => void commands.retract(command.commandId)}
            >
              <CloseIcon />
              {TEXTS.takeBack}
            </button>
          )}
        </li>
      ))}
    </ul>
  );
}
