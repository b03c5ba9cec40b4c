// One act of the dock. Where it cannot be done it stays to be found, and says why in words.
import type { ComponentChildren } from "preact";
import { useId } from "preact/hooks";
import { keyWords } from "../../live/keys.ts";
import { STEP_IN_TEXTS } from "../../texts/step_in.ts";

interface DockButtonProps {
  act: string;
  /** Its shortcut, as assistive technology wants it. */
  keys: string;
  icon: ComponentChildren;
  /** Why it cannot be done; "": it can. */
  why: string;
  /** It goes on; the words say so too. */
  going?: boolean;
  expanded?: boolean;
  armed?: boolean;
  onPress: () => void;
  children: ComponentChildren;
}

export function DockButton(props: DockButtonProps) {
  const { act, keys, icon, why, going = false, expanded, armed = false, onPress } = props;
  const whyId = useId();
  return (
    <button
      type="button"
      class={`button dock-button ${act}${armed ? " danger armed" : ""}${going ? " going" : ""}`}
      data-act={act}
      title={STEP_IN_TEXTS.key(keyWords(keys))}
      aria-keyshortcuts={keys}
      aria-disabled={why !== ""}
      {...(why !== "" && { "aria-describedby": whyId })}
      {...(expanded !== undefined && { "aria-expanded": expanded })}
      onClick={onPress}
    >
      {icon}
      <span class="dock-words">
        {props.children}
        {why && <small id={whyId}>{why}</small>}
      </span>
    </button>
  );
}
