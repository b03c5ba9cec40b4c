// A short list that is edited in place: its rows, a button that takes one off, one that adds another.
import type { ComponentChildren } from "preact";
import { UI_TEXTS } from "../texts/ui.ts";
import { BinIcon, PlusIcon } from "./icons.tsx";

interface ItemRowsProps<T> {
  items: readonly T[];
  /** Draws the fields of a row; `set` changes what is in it. */
  row: (item: T, set: (change: Partial<T>) => void, index: number) => ComponentChildren;
  onItems: (items: T[]) => void;
  /** What the button says that adds one, and what it adds; null: no more fit. */
  add: string;
  fresh: () => T | null;
  /** What one is called, for those who hear the button. */
  what: (item: T, index: number) => string;
  look?: string;
}

export function ItemRows<T>(
  { items, row, onItems, add, fresh, what, look = "" }: ItemRowsProps<T>,
) {
  const next = fresh();
  return (
    <>
      {items.length > 0 && (
        <ul class="item-rows">
          {items.map((item, index) => (
            <li key={index} class={`item-row ${look}`}>
              {row(
                item,
                (change) => onItems(items.map((it, i) => i === index ? { ...it, ...change } : it)),
                index,
              )}
              <RemoveButton
                what={what(item, index)}
                onRemove={() => onItems(items.filter((_, i) => i !== index))}
              />
            </li>
          ))}
        </ul>
      )}
      <AddButton disabled={next === null} onAdd={() => next !== null && onItems([...items, next])}>
        {add}
      </AddButton>
    </>
  );
}

export function RemoveButton({ what, onRemove }: { what: string; onRemove: () => void }) {
  return (
    <button type="button" class="button quiet square remove" onClick={onRemove}>
      <BinIcon />
      <span class="hidden">{UI_TEXTS.remove(what)}</span>
    </button>
  );
}

export function AddButton(
  { disabled, onAdd, children }: {
    disabled: boolean;
    onAdd: () => void;
    children: ComponentChildren;
  },
) {
  return (
    <button type="button" class="button small start" disabled={disabled} onClick={onAdd}>
      <PlusIcon />
      {children}
    </button>
  );
}
