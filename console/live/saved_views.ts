// Questions to the history that somebody gave a name. Kept in this browser only.
import { type ReadonlySignal, signal } from "@preact/signals";
import { CHECK_TEXTS as TEXTS } from "../texts/checks.ts";
import { readAsked, writeAsked } from "./history_address.ts";

export interface SavedView {
  name: string;
  /** What follows the path of the history: "?text=parcel". */
  address: string;
}

export interface SavedViews {
  views: ReadonlySignal<readonly SavedView[]>;
  /** Replaces one of the same name. "" where it is kept, or why it is not. */
  save(name: string, address: string): string;
  remove(name: string): void;
}

export const VIEW_NAME_CHARS = 40;
export const VIEWS_MAX = 20;
const KEY = "hookline.views";

export function createSavedViews(storage: Pick<Storage, "getItem" | "setItem">): SavedViews {
  const views = signal(read(storage));

  function keep(next: readonly SavedView[]): boolean {
    try {
      storage.setItem(KEY, JSON.stringify(next));
    } catch {
      return false;
    }
    views.value = next;
    return true;
  }

  return {
    views,
    save(given, address) {
      const name = given.trim().slice(0, VIEW_NAME_CHARS);
      if (name === "") return TEXTS.viewName;
      // Another tab may have kept some meanwhile.
      const others = read(storage).filter((view) => view.name !== name);
      if (others.length >= VIEWS_MAX) {
        return TEXTS.viewsFull(VIEWS_MAX);
      }
      const next = [...others, { name, address }].sort((a, b) => a.name.localeCompare(b.name));
      return keep(next) ? "" : TEXTS.notKept;
    },
    remove(name) {
      keep(read(storage).filter((view) => view.name !== name));
    },
  };
}

function read(storage: Pick<Storage, "getItem">): readonly SavedView[] {
  try {
    const kept: unknown = JSON.parse(storage.getItem(KEY) ?? "[]");
    if (!Array.isArray(kept)) return [];
    return kept.flatMap((view: Partial<SavedView> | null) =>
      typeof view?.name === "string" && typeof view.address === "string"
        // Through our own reading, so that it can lead nowhere but into the history.
        ? [{ name: view.name, address: writeAsked(readAsked(view.address)) }]
        : []
    ).slice(0, VIEWS_MAX);
  } catch {
    return [];
  }
}
