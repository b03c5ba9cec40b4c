// Goes through a page by the Tab key alone, as somebody without a mouse does, and tells what stood in the way.
import type { Page } from "playwright-core";

/** What is reached by Tab is fewer than this on every screen. */
const MOST_STOPS = 400;

/** What can be pressed, chosen or written in, in the order of the page. Runs in the page, which keeps the list. */
const LIST = `(() => {
  const named = (element) => {
    const words = element.getAttribute("aria-label") ?? element.labels?.[0]?.textContent ??
      element.textContent ?? "";
    return (element.localName + " " + words.trim().replaceAll(/\\s+/g, " ")).slice(0, 60);
  };
  const root = [...document.querySelectorAll("dialog[open]")].at(-1) ?? document.body;
  const all = [...root.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex]")]
    .filter((element) => element.tabIndex >= 0 && !element.disabled && !element.closest("[inert]") &&
      element.checkVisibility({ visibilityProperty: true }));
  // One stop for all of a group: its own keys lead on.
  const kept = all.filter((element) => element.type !== "radio" || element.checked ||
    !all.some((other) => other.name === element.name && other.form === element.form &&
      (other.checked || all.indexOf(other) < all.indexOf(element))));
  globalThis.tabStops = { all, kept, named };
  document.activeElement?.blur?.();
  return kept.map(named);
})()`;

/** Where the focus is; null: nowhere in the page. */
const WHERE = `(() => {
  const { all, kept, named } = globalThis.tabStops;
  const at = document.activeElement;
  if (!at || at === document.body) return null;
  const group = at.type === "radio"
    ? kept.find((one) => one.type === "radio" && one.name === at.name && one.form === at.form)
    : undefined;
  const marks = [at, at.parentElement, at.parentElement?.parentElement, at.closest(".card, label")];
  const marked = marks.some((one) => {
    const style = one && getComputedStyle(one);
    return style && (style.boxShadow.includes("inset") ||
      style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 1);
  });
  const whole = (one) => one.getBoundingClientRect();
  // Drawn by its label where it is hidden itself.
  const drawn = whole(at).width * whole(at).height > 30 ? at : at.closest("label") ?? at.parentElement;
  const { left, right, top, bottom } = whole(drawn);
  const across = [0.1, 0.5, 0.9].map((part) => left + (right - left) * part);
  const down = [0.15, 0.5, 0.85].map((part) => top + (bottom - top) * part);
  const seen = across.some((x) => down.some((y) => {
    const hit = document.elementFromPoint(x, y);
    return hit !== null && (drawn.contains(hit) || hit.contains(drawn) ||
      hit.closest("label")?.control === at);
  }));
  return { stop: kept.indexOf(group ?? at), name: named(at), marked, seen, jumps: at.tabIndex > 0 };
})()`;

interface Where {
  /** Its place among the stops; -1: it was not there when they were listed. */
  stop: number;
  name: string;
  /** Something is drawn around it. */
  marked: boolean;
  /** It is in sight, and at least a part of it under nothing else. */
  seen: boolean;
  /** Its place by Tab is another than in the page. */
  jumps: boolean;
}

/** What somebody who has only the Tab key trips over, in words; nothing: all is well. */
export async function tabThrough(page: Page): Promise<string[]> {
  const stops = await page.evaluate<string[]>(LIST);
  const trouble: string[] = [];
  const reached = new Set<number>();
  let before = -1;
  let rounds = 0;
  for (let presses = 0;; presses++) {
    if (presses > MOST_STOPS) return [...trouble, "Tab never comes to the end"];
    await page.keyboard.press("Tab");
    const where = await page.evaluate<Where | null>(WHERE);
    if (where === null) {
      // The browser's own buttons follow; then the page begins anew, where the focus may have begun in its middle.
      if (++rounds > 1) break;
      continue;
    }
    // A date has stops of its own.
    if (where.stop >= 0 && where.stop === before) continue;
    if (reached.has(where.stop)) break;
    const { stop, name, marked, seen, jumps } = where;
    if (!marked) trouble.push(`nothing shows that the focus is on: ${name}`);
    if (!seen) trouble.push(`out of sight with the focus on it: ${name}`);
    if (stop < 0) continue;
    if (jumps) trouble.push(`not in the order of the page: ${name}`);
    before = stop;
    reached.add(stop);
  }
  stops.forEach((name, stop) => {
    if (!reached.has(stop)) trouble.push(`not reached: ${name}`);
  });
  return trouble;
}
