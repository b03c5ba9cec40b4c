// Tabs after the ARIA pattern: arrows move, one tab stop, the panel is named by its tab.
import type { ComponentChildren } from "preact";
import { useId, useRef } from "preact/hooks";

interface TabsProps<T extends string> {
  label: string;
  tabs: readonly { id: T; name: ComponentChildren }[];
  selected: T;
  onSelect: (id: T) => void;
  /** Stands at the end of the row of tabs. */
  aside?: ComponentChildren;
  children: ComponentChildren;
}

export function Tabs<T extends string>(props: TabsProps<T>) {
  const { tabs, selected, onSelect } = props;
  const base = useId();
  const row = useRef<HTMLDivElement>(null);

  function move(event: KeyboardEvent): void {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (step === undefined) return;
    const at = tabs.findIndex((tab) => tab.id === selected);
    const next = tabs[(at + step + tabs.length) % tabs.length]!;
    onSelect(next.id);
    row.current?.querySelector<HTMLElement>(`[data-tab="${next.id}"]`)?.focus();
    event.preventDefault();
  }

  return (
    <div class="tabs">
      <div class="tabs-row">
        <div class="tabs-list" role="tablist" aria-label={props.label} ref={row} onKeyDown={move}>
          {tabs.map(({ id, name }) => (
            <button
              key={id}
              type="button"
              role="tab"
              class="tab"
              data-tab={id}
              id={`${base}-${id}`}
              aria-selected={id === selected}
              aria-controls={`${base}-panel`}
              tabIndex={id === selected ? 0 : -1}
              onClick={() => onSelect(id)}
            >
              {name}
            </button>
          ))}
        </div>
        {props.aside}
      </div>
      <div
        class="tabs-panel"
        role="tabpanel"
        id={`${base}-panel`}
        aria-labelledby={`${base}-${selected}`}
      >
        {props.children}
      </div>
    </div>
  );
}
