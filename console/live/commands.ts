// What supervisors asked of one call and what became of it: folded from its events, and the asking itself.
// A button waits for the call's own event, not for the answer to its request. Knows no drawing.
import { computed, effect, type ReadonlySignal, signal } from "@preact/signals";
import type { CommandRequest } from "../../server/contract/command.ts";
import type {
  CommandKind,
  CommandState,
  WhisperMoment,
} from "../../server/contract/command_kinds.ts";
import type { CallEvent } from "../../server/contract/event.ts";
import type { Api, Refusal } from "../api.ts";
import type { CallView } from "./call.ts";
import { outcomeSentence } from "./command_words.ts";
import type { Timers } from "./timers.ts";

export interface AskedCommand {
  commandId: string;
  kind: CommandKind;
  by: string;
  text: string;
  when: WhisperMoment | null;
  target: string;
  state: CommandState;
  /** Why it was refused, in words. */
  detail: string;
  /** When it was asked and when it came to its state, since the call was answered. */
  givenMs: number;
  changedMs: number;
  /** The answer that was heard after it. */
  used: { atMs: number; itemId: string } | null;
}

const FINAL: ReadonlySet<CommandState> = new Set([
  "used",
  "not_used",
  "done",
  "refused",
  "retracted",
]);

export function isFinal({ state }: Pick<AskedCommand, "state">): boolean {
  return FINAL.has(state);
}

/** In the order in which they were asked. A state that is final stays. */
export function commandsOf(events: readonly CallEvent[]): AskedCommand[] {
  const commands = new Map<string, AskedCommand>();
  for (const event of events) {
    if (event.type === "command.given") {
      const { commandId, kind, by, text = "", when = null, target = "", offsetMs } = event;
      commands.set(commandId, {
        ...{ commandId, kind, by, text, when, target },
        state: "sent",
        detail: "",
        givenMs: offsetMs,
        changedMs: offsetMs,
        used: null,
      });
    } else if (event.type === "command.changed") {
      const old = commands.get(event.commandId);
      if (!old || isFinal(old)) continue;
      const { commandId, state, detail, responseId, offsetMs } = event;
      const used = responseId === undefined ? null : heardAnswer(events, responseId);
      commands.set(commandId, { ...old, state, detail, changedMs: offsetMs, used });
    }
  }
  return [...commands.values()];
}

function heardAnswer(events: readonly CallEvent[], responseId: string): AskedCommand["used"] {
  for (const event of events) {
    if (event.type === "agent.speaking" && event.responseId === responseId) {
      return { atMs: event.startMs, itemId: event.itemId };
    }
  }
  return null;
}

export interface Commands {
  asked: ReadonlySignal<readonly AskedCommand[]>;
  /** Kinds that were asked and that the call has not told of yet. */
  underway: ReadonlySignal<ReadonlySet<CommandKind>>;
  /** Why the last wish did not reach the call; "" when it did. */
  trouble: ReadonlySignal<string>;
  /** The last wish may have reached the call all the same: no answer came, and its events have not told of it. */
  unsure: ReadonlySignal<boolean>;
  /** Gives the command's id, or null and says why in `trouble`. */
  give(request: CommandRequest, options?: { leaving?: boolean }): Promise<string | null>;
  retract(commandId: string): Promise<void>;
  forgetTrouble(): void;
  stop(): void;
}

/** No answer of the call came: it may have taken what was asked. */
const UNSURE: ReadonlySet<Refusal["code"]> = new Set([
  "instance_unreached",
  "unreachable",
  "unclear",
]);

/** The stream may be broken: after this long without news the button is given back. */
const NEWS_WITHIN_MS = 8000;

export function createCommands(
  options: {
    callId: string;
    api: Pick<Api, "command" | "retract">;
    view: ReadonlySignal<CallView>;
    timers: Timers;
    /** Told of what becomes of the commands that were given here. */
    say: (sentence: string) => void;
  },
): Commands {
  const { callId, api, timers, say } = options;
  const events = computed(() => options.view.value.events);
  const asked = computed(() => commandsOf(events.value));
  const waiting = signal<readonly { kind: CommandKind; commandId: string | null }[]>([]);
  const trouble = signal("");
  const unsure = signal<{ request: CommandRequest; known: ReadonlySet<string> } | null>(null);
  /** Last state told of each command that was given here. */
  const told = new Map<string, CommandState>();

  const stopWatching = effect(() => {
    const known = asked.value;
    const seen = new Set(known.map(({ commandId }) => commandId));
    const left = waiting.peek().filter(({ commandId }) => !commandId || !seen.has(commandId));
    if (left.length < waiting.peek().length) waiting.value = left;
    settleUnsure(known);
    for (const command of known) tell(command);
  });

  /** What nobody answered for may have reached the call after all: then its events tell of it. */
  function settleUnsure(commands: readonly AskedCommand[]): void {
    const wish = unsure.peek();
    if (!wish) return;
    const { request, known } = wish;
    const words = "text" in request ? request.text.trim() : "";
    const arrived = commands.find(({ commandId, kind, text }) =>
      !known.has(commandId) && kind === request.kind && text === words
    );
    if (!arrived) return;
    forgetTrouble();
    told.set(arrived.commandId, arrived.state);
    say(outcomeSentence(arrived));
  }

  function forgetTrouble(): void {
    trouble.value = "";
    unsure.value = null;
  }

  function tell(command: AskedCommand): void {
    const before = told.get(command.commandId);
    if (before === undefined || before === command.state) return;
    told.set(command.commandId, command.state);
    say(outcomeSentence(command));
  }

  async function give(
    request: CommandRequest,
    { leaving = false }: { leaving?: boolean } = {},
  ): Promise<string | null> {
    const wish: { kind: CommandKind; commandId: string | null } = {
      kind: request.kind,
      commandId: null,
    };
    const forget = () => waiting.value = waiting.peek().filter((other) => other !== wish);
    forgetTrouble();
    waiting.value = [...waiting.peek(), wish];
    const known = new Set(asked.peek().map(({ commandId }) => commandId));
    const result = await api.command(callId, request, { leaving });
    if (!result.ok) {
      forget();
      trouble.value = result.refusal.message;
      say(result.refusal.message);
      if (UNSURE.has(result.refusal.code)) {
        unsure.value = { request, known };
        settleUnsure(asked.peek());
      }
      return null;
    }
    const { commandId } = result.value;
    wish.commandId = commandId;
    told.set(commandId, "sent");
    const news = asked.peek().find((command) => command.commandId === commandId);
    if (news) {
      forget();
      tell(news);
    } else timers.after(NEWS_WITHIN_MS, forget);
    return commandId;
  }

  return {
    asked,
    underway: computed(() => new Set(waiting.value.map(({ kind }) => kind))),
    trouble,
    unsure: computed(() => unsure.value !== null),
    give,
    async retract(commandId) {
      forgetTrouble();
      const result = await api.retract(callId, commandId);
      if (result.ok) return;
      trouble.value = result.refusal.message;
      say(result.refusal.message);
    },
    forgetTrouble,
    stop: stopWatching,
  };
}
