// Draws a component without hooks into plain markup, so that what a person reads can be tested
// without a browser. Imported by tests only.
import { Fragment, type VNode } from "preact";

/** Tags with their class, and words; attributes other than `class` and `aria-hidden` are left out. */
export function draw(node: unknown): string {
  if (node === null || node === undefined || typeof node === "boolean") return "";
  if (Array.isArray(node)) return node.map(draw).join("");
  if (typeof node !== "object") return String(node);
  const { type, props } = node as VNode<Record<string, unknown>>;
  if (type === Fragment) return draw(props["children"]);
  if (typeof type === "function") return draw((type as (props: unknown) => unknown)(props));
  const look = props["class"] ? `.${String(props["class"]).trim().replaceAll(/\s+/g, ".")}` : "";
  const inner = draw(props["children"]);
  return props["aria-hidden"]
    ? `<${type}${look} hidden>${inner}</>`
    : `<${type}${look}>${inner}</>`;
}

/** Only the words that assistive technology is given. */
export function words(node: unknown): string {
  return heard(node).replaceAll(/\s+/g, " ").trim();
}

function heard(node: unknown): string {
  if (node === null || node === undefined || typeof node === "boolean") return "";
  if (Array.isArray(node)) return node.map(heard).join("");
  if (typeof node !== "object") return String(node);
  const { type, props } = node as VNode<Record<string, unknown>>;
  if (props["aria-hidden"]) return "";
  if (typeof type !== "function") return ` ${heard(props["children"])} `;
  if (type === Fragment) return heard(props["children"]);
  return heard((type as (props: unknown) => unknown)(props));
}
