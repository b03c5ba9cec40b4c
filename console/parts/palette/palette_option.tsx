// One line of the palette: what it does, what it belongs to, its key; or why it cannot be done now.
import { keyWords } from "../../live/keys.ts";
import type { Entry } from "../../live/palette.ts";

interface PaletteOptionProps {
  id: string;
  entry: Entry;
  active: boolean;
  onPoint: () => void;
  onRun: () => void;
}

export function PaletteOption({ id, entry, active, onPoint, onRun }: PaletteOptionProps) {
  const small = entry.why || entry.detail;
  return (
    <div
      class={active ? "palette-option active" : "palette-option"}
      role="option"
      id={id}
      aria-selected={active}
      aria-disabled={entry.why !== ""}
      // The focus stays in the field: what is chosen is told by it.
      onMouseDown={(event: Event) => event.preventDefault()}
      onPointerMove={active ? undefined : onPoint}
      onClick={onRun}
    >
      <span class="palette-words">
        {entry.words}
        {small && (
          <>
            {" "}
            <small>{small}</small>
          </>
        )}
      </span>
      {entry.keys && (
        <span class="palette-keys">
          {entry.keys.split(" ").map((key) => <kbd key={key}>{keyWords(key)}</kbd>)}
        </span>
      )}
    </div>
  );
}
