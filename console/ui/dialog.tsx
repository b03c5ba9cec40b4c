// A native modal dialog with a title. For acts and settings, never for reading.
import type { ComponentChildren } from "preact";
import { useEffect, useId, useRef } from "preact/hooks";
import { UI_TEXTS } from "../texts/ui.ts";
import { CloseIcon } from "./icons.tsx";

interface DialogProps {
  title: string;
  wide?: boolean;
  /** It holds typed words: a press beside it does not close it. */
  steady?: boolean;
  onClose: () => void;
  children: ComponentChildren;
}

/** Shown while it is drawn; Escape and a press beside it close it. */
export function Dialog({ title, wide = false, steady = false, onClose, children }: DialogProps) {
  const element = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  useEffect(() => {
    const dialog = element.current;
    dialog?.showModal();
    return () => dialog?.close();
  }, []);
  return (
    <dialog
      ref={element}
      class={wide ? "dialog wide" : "dialog"}
      aria-labelledby={titleId}
      // One that leaves the page closes too, when another may have taken its place already.
      onClose={() => element.current && onClose()}
      onClick={(event) => !steady && event.target === element.current && onClose()}
    >
      <div class="dialog-body">
        <header class="dialog-head">
          <h2 id={titleId}>{title}</h2>
          <button type="button" class="button quiet square" onClick={onClose}>
            <CloseIcon />
            <span class="hidden">{UI_TEXTS.close}</span>
          </button>
        </header>
        {children}
      </div>
    </dialog>
  );
}
