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
    const button = (id: T) => row.current?.querySelector<HTMLElement>(`[data-tab="${id}"]`);
    // Some are there on a narrow page only.
    const shown = tabs.filter(({ id }) => button(id)?.checkVisibility());
    const at = shown.findIndex((tab) => tab.id === selected);
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: -1 }[event.key];
    const next = to === undefined ? undefined : shown.at(to % shown.length);
    if (next === undefined) return;
    onSelect(next.id);
    button(next.id)?.focus();
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
