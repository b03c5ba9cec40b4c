// What can be pressed on the page as it stands, by the words that assistive technology has for it. Reading the page
// rather than a list of it, so that a new button is in the palette by itself. Knows the page's marks only.
import type { PageAct } from "./palette_entries.ts";
import { PALETTE_TEXTS } from "../../texts/palette.ts";

export interface FoundAct extends PageAct {
  element: HTMLElement;
}

const PRESSED = 'button, summary, a.button, a[download], nav a, [role="tab"]';
/** Rows and cards are found by their calls; each has the same buttons. */
const NOT_IN = "[data-call], dialog, .skip";
const PARTS = "section[aria-label], section[aria-labelledby], [role=group][aria-label], " +
  "nav[aria-label], fieldset, aside[aria-label]";

/** In the order of the page. What stands there twice under one name is left out: nobody could tell which is meant. */
export function pageActs(root: HTMLElement): FoundAct[] {
  const found = [...root.querySelectorAll<HTMLElement>(PRESSED)]
    .filter((element) => !element.closest(NOT_IN) && canBeSeen(element) && !isOff(element))
    .map((element) => ({
      element,
      words: nameOf(element),
      detail: detailOf(element),
      keys: element.ariaKeyShortcuts ?? element.getAttribute("aria-keyshortcuts") ?? "",
      why: whyNot(element),
    }))
    .filter(({ words }) => words !== "");
  return found.filter(({ words }) => found.filter((other) => other.words === words).length === 1);
}

/** On a small screen the dock folds most of its acts away; they can be pressed all the same. */
function canBeSeen(element: HTMLElement): boolean {
  return element.hasAttribute("data-act") ||
    element.checkVisibility({ visibilityProperty: true, contentVisibilityAuto: false });
}

function isOff(element: HTMLElement): boolean {
  return element instanceof HTMLButtonElement && element.disabled ||
    element.ariaCurrent === "page" || element.ariaSelected === "true";
}

function nameOf(element: HTMLElement): string {
  return (element.ariaLabel ?? wordsOf(element)).replace(/\s+/g, " ").trim();
}

/** Without pictures, and without the small print. */
function wordsOf(node: Node): string {
  if (node.nodeType === Node.TEXT_NODE) return node.textContent ?? "";
  if (!(node instanceof HTMLElement) || node.ariaHidden === "true" || node.tagName === "SMALL") {
    return "";
  }
  return [...node.childNodes].map(wordsOf).join(
    getComputedStyle(node).display.startsWith("inline") ? "" : " ",
  );
}

function detailOf(element: HTMLElement): string {
  if (element.role === "tab") return PALETTE_TEXTS.tab;
  if (element.tagName === "SUMMARY") return PALETTE_TEXTS.unfold;
  const part = element.closest<HTMLElement>(PARTS);
  if (!part) return "";
  const legend = part.querySelector(":scope > legend");
  const label = part.ariaLabel ?? legend?.textContent ??
    labelled(part.getAttribute("aria-labelledby"));
  return label.replace(/\s+/g, " ").trim();
}

function whyNot(element: HTMLElement): string {
  if (element.ariaDisabled !== "true") return "";
  return labelled(element.getAttribute("aria-describedby")).trim();
}

function labelled(ids: string | null): string {
  return (ids ?? "").split(/\s+/).map((id) => document.getElementById(id)?.textContent ?? "")
    .join(" ");
}
