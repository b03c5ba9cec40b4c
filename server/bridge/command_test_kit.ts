// How tests of this folder step in: commands given to a rig, and what became of them.
import type { CommandRequest } from "../contract/command.ts";
import type { CommandState } from "../contract/command_kinds.ts";
import type { Rig } from "./fake_call_test_kit.ts";
import type { Listening } from "./stepping_in.ts";

let count = 0;

/** Gives a command; its id. */
export function give(rig: Rig, request: CommandRequest, owner = "ann"): string {
  const commandId = `command-${++count}`;
  rig.call.command({ commandId, by: "console", owner, request });
  return commandId;
}

/** All states of a command, in order; the last is what became of it. */
export function statesOf(rig: Rig, commandId: string): CommandState[] {
  return changesOf(rig, commandId).map(({ state }) => state);
}

export function changesOf(rig: Rig, commandId: string) {
  return rig.all("command.changed").filter((event) => event.commandId === commandId);
}

export interface FakeListener extends Listening {
  frames: Uint8Array[];
  states: boolean[];
  isOver(): boolean;
}

/** Somebody who listens; throws where nobody may. */
export function listens(rig: Rig, owner = "ann"): FakeListener {
  const frames: Uint8Array[] = [];
  const states: boolean[] = [];
  let over = false;
  const listening = rig.call.steppingIn.listen({
    by: "console",
    owner,
    frame: (frame) => frames.push(frame),
    state: (_id, onAir) => states.push(onAir),
    over: () => over = true,
  });
  if (!listening) throw new Error("Nobody may listen");
  return { ...listening, frames, states, isOver: () => over };
}

/** A loud piece of speech, 100 ms unless told otherwise; `mark` tells it from others. */
export function spoken(mark: number, ms = 100): Uint8Array {
  return new Uint8Array(ms * 8).fill(mark);
}

/** The caller's turn, from its beginning to its end. */
export function speaks(rig: Rig, itemId: string): void {
  rig.model.says({ type: "speech_started", itemId, audioStartMs: 0 });
}

export function falls(rig: Rig, itemId: string): void {
  rig.model.says({ type: "speech_stopped", itemId, audioEndMs: 500 });
  rig.model.says({ type: "committed", itemId, previousItemId: null });
}
