// A secret that is told this one time: to be read whole, copied, and then let go of.
import { SETTINGS_TEXTS } from "../../texts/settings.ts";
import { CopyButton } from "../../ui/copy_button.tsx";
import { Dialog } from "../../ui/dialog.tsx";

interface ShownOnceProps {
  title: string;
  words: string;
  label: string;
  copyWhat: string;
  text: string;
  onClose: () => void;
}

export function ShownOnce({ title, words, label, copyWhat, text, onClose }: ShownOnceProps) {
  return (
    // A press beside it must not lose what cannot be shown again.
    <Dialog title={title} steady onClose={onClose}>
      <p>{words}</p>
      <div class="address">
        <code aria-label={label}>{text}</code>
        <CopyButton text={text} what={copyWhat} named />
      </div>
      <div class="dialog-acts">
        <button type="button" class="button primary" onClick={onClose}>
          {SETTINGS_TEXTS.done}
        </button>
      </div>
    </Dialog>
  );
}
