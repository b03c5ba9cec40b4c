// A button whose act cannot be undone: the first press says so, the second does it.
import { useSecondPress } from "../step_in/second_press.ts";

interface SecondPressButtonProps {
  words: string;
  again: string;
  /** What is read out at the first press. */
  told: string;
  /** Says more than the words, for those who hear it. */
  label?: string;
  small?: boolean;
  onAct: () => void;
}

export function SecondPressButton(props: SecondPressButtonProps) {
  const second = useSecondPress(props.told, props.onAct);
  const look = ["button", props.small && "small", second.armed && "danger"].filter(Boolean);
  return (
    <button
      type="button"
      class={look.join(" ")}
      aria-label={second.armed ? undefined : props.label}
      onClick={second.press}
      onBlur={second.disarm}
    >
      {second.armed ? props.again : props.words}
    </button>
  );
}
