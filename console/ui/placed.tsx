// A sentence with something in it that is no text: a time that goes on, a link, a number in digits of one width.
import type { ComponentChildren } from "preact";

/** Puts the things into their places: `{when}` becomes `things.when`. A place that nobody fills stays as it is. */
export function placed(
  sentence: string,
  things: Readonly<Record<string, ComponentChildren>>,
): ComponentChildren[] {
  return sentence.split(/(\{\w+\})/).filter((part) => part !== "").map((part) => {
    const name = part.startsWith("{") ? part.slice(1, -1) : "";
    return Object.hasOwn(things, name) ? things[name] : part;
  });
}
