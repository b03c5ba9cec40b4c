// What comes after the first page of a list, as often as somebody asks for more.
import { useState } from "preact/hooks";
import type { Result } from "../../api.ts";
import { useStores } from "../../stores.ts";

interface Pages<Page extends { next: unknown }, Item> {
  /** One page more, from where the last one ended. */
  ask(next: Page["next"]): Promise<Result<Page>>;
  itemsOf(page: Page): readonly Item[];
}

export interface Older<Item> {
  /** Of all pages that are there. */
  items: readonly Item[];
  /** There are more. */
  any: boolean;
  more(): Promise<void>;
}

/** `first`: another one begins the list anew; null: not there yet. */
export function useOlder<Page extends { next: unknown }, Item>(
  first: Page | null,
  { ask, itemsOf }: Pages<Page, Item>,
): Older<Item> {
  const { notices } = useStores();
  const [held, setHeld] = useState<{ first: Page | null; pages: readonly Page[] }>({
    first,
    pages: [],
  });
  // What was asked for after another first page belongs to that one.
  const pages = [...(first ? [first] : []), ...(held.first === first ? held.pages : [])];
  const next = pages.at(-1)?.next ?? null;
  return {
    items: pages.flatMap(itemsOf),
    any: next !== null,
    async more() {
      const result = await ask(next);
      if (result.ok) setHeld({ first, pages: [...pages.slice(1), result.value] });
      else notices.show({ text: result.refusal.message, tone: "act" });
    },
  };
}
