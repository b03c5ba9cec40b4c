// The way through the parts of one page: links, so that each part has an address. Beside the page where it is wide,
// else a row that scrolls.
import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";

interface RowNavProps<Id extends string> {
  label: string;
  parts: readonly { id: Id; address: string; words: ComponentChildren }[];
  selected: Id;
}

export function RowNav<Id extends string>({ label, parts, selected }: RowNavProps<Id>) {
  const list = useRef<HTMLUListElement>(null);
  useEffect(() => {
    // The one shown is brought into the row.
    const row = list.current;
    const link = row?.querySelector<HTMLElement>("[aria-current]");
    if (row && link) row.scrollLeft = link.offsetLeft - (row.clientWidth - link.offsetWidth) / 2;
  }, [selected]);
  return (
    <nav class="part-nav" aria-label={label}>
      <ul ref={list}>
        {parts.map(({ id, address, words }) => (
          <li key={id}>
            <a
              class="part-link"
              href={address}
              aria-current={id === selected ? "page" : undefined}
            >
              {words}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}
