// Into which language the lines of a call are translated: by the address that was dialled, the flow's variable,
// or the setting. Pure.
import { languageTag } from "./languages.ts";

export interface TargetSources {
  /** Path and query that were dialled; `?translate=en-US`. */
  address: string;
  /** Of the phone system; TRANSLATE_TO counts. */
  variables: Readonly<Record<string, string>>;
  /** The setting TRANSLATE_TO; "": none. */
  setting: string;
}

export interface Target {
  /** "": lines stay in their own language. */
  to: string;
  /** What was named and is no language tag; "": nothing. */
  unreadable: string;
}

/** Where one says "off", lines stay as they are, whatever the others say. */
export function translateTarget({ address, variables, setting }: TargetSources): Target {
  const at = address.indexOf("?");
  const query = at < 0 ? null : new URLSearchParams(address.slice(at + 1)).get("translate");
  let unreadable = "";
  for (const named of [query, variables.TRANSLATE_TO, setting]) {
    const text = named?.trim() ?? "";
    if (text === "") continue;
    if (text.toLowerCase() === "off") return { to: "", unreadable };
    const to = languageTag(text);
    if (to !== "") return { to, unreadable };
    unreadable ||= text.slice(0, 40);
  }
  return { to: "", unreadable };
}
