// The state of a command as a shape: never by its colour alone. Decorative: words stand beside it.
import type { CommandState } from "../../../server/contract/command_kinds.ts";

const SHAPES: Readonly<Record<CommandState, string>> = {
  sent: "M7 2.5a4.5 4.5 0 1 0 0 9 4.5 4.5 0 0 0 0-9M7 4.8V7l1.6 1.2",
  delivered: "M2.5 7h8M7.5 3.5 11 7l-3.5 3.5",
  used: "M2 7.4l2.6 2.6L9 5M7 9.4l.6.6L12 5",
  done: "M3 7.4l2.8 2.8L11 4.4",
  not_used: "M3.5 7h7",
  refused: "M4 4l6 6M10 4l-6 6",
  retracted: "M4.5 4 2.5 6l2 2M2.5 6h5.2a2.8 2.8 0 1 1 0 5.6H5",
};

export function StateMark({ state }: { state: CommandState }) {
  return (
    <svg class="shape" viewBox="0 0 14 14" aria-hidden="true" focusable="false">
      <path d={SHAPES[state] ?? "M7 6.5v1"} />
    </svg>
  );
}
