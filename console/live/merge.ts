// Two people's edits of one agent joined into one. Pure; nothing of anybody's is dropped silently.
import type { AgentConfig } from "../../server/contract/agent.ts";
import { mergeTexts } from "./merge_texts.ts";
import { isRecord, same } from "./same.ts";

export interface Merged {
  config: AgentConfig;
  /** False: the same lines were edited by both, and both stand in the text to be sorted out. */
  clean: boolean;
  /** Dotted paths of what both changed, or one changed and the other removed: mine, or the kept one, stands. */
  overruled: readonly string[];
}

/** Texts of several lines; every other text is one value. */
const TEXTS: ReadonlySet<string> = new Set(["prompt", "greeting", "summary.prompt"]);

/** What names an item of a list, by the list's path without numbers; "": the item is its own name. */
const ITEM_NAMES: Readonly<Record<string, string>> = {
  variables: "name",
  handover: "agentId",
  "digits.actions": "digit",
  "tools.http": "name",
  "tools.http.headers": "name",
  "tools.http.redact": "",
  "tools.mcp": "label",
  "tools.mcp.allowedTools": "",
  "tools.dataActions": "id",
};

/** `base`: what both began from. Texts are joined by lines, lists by the names of their items. */
export function mergeConfigs(base: AgentConfig, mine: AgentConfig, theirs: AgentConfig): Merged {
  const overruled: string[] = [];
  let clean = true;

  function value(path: string, ours: Three): unknown {
    const { base, mine, theirs } = ours;
    if (same(mine, theirs) || same(theirs, base)) return mine;
    if (same(mine, base)) return theirs;
    if (TEXTS.has(path)) {
      const merged = mergeTexts(String(base), String(mine), String(theirs));
      clean &&= merged.clean;
      return merged.text;
    }
    if (isRecord(mine) && isRecord(theirs)) return record(path, isRecord(base) ? base : {}, ours);
    const name = ITEM_NAMES[path];
    if (name !== undefined) return list(path, name, ours);
    overruled.push(path);
    return mine;
  }

  function record(path: string, base: Record<string, unknown>, ours: Three): unknown {
    const [mine, theirs] = [ours.mine, ours.theirs] as Record<string, unknown>[];
    const merged: Record<string, unknown> = { ...theirs };
    for (const key of Object.keys(mine!)) {
      const at = path === "" ? key : `${path}.${key}`;
      merged[key] = value(at, { base: base[key], mine: mine![key], theirs: theirs![key] });
    }
    return merged;
  }

  function list(path: string, name: string, ours: Three): unknown {
    const [base, mine, theirs] = [ours.base, ours.mine, ours.theirs].map((it) => byName(it, name));
    if (!base || !mine || !theirs) {
      overruled.push(path);
      return ours.mine;
    }
    const merged: unknown[] = [];
    for (const key of new Set([...mine.keys(), ...theirs.keys()])) {
      const three = { base: base.get(key), mine: mine.get(key), theirs: theirs.get(key) };
      if (three.mine !== undefined && three.theirs !== undefined) {
        merged.push(value(path, three));
        continue;
      }
      const left = three.mine ?? three.theirs;
      // Removed by one: it goes, unless the other has edited it since.
      if (same(left, three.base)) continue;
      if (three.base !== undefined) overruled.push(`${path}.${key}`);
      merged.push(left);
    }
    return merged;
  }

  const config = value("", { base, mine, theirs }) as AgentConfig;
  return { config, clean, overruled };
}

interface Three {
  base: unknown;
  mine: unknown;
  theirs: unknown;
}

/** Null where two items have one name: then nobody can say which is which. */
function byName(items: unknown, name: string): Map<string, unknown> | null {
  if (!Array.isArray(items)) return null;
  const found = new Map<string, unknown>();
  for (const item of items) {
    const key = String(name === "" ? item : isRecord(item) ? item[name] : "");
    if (found.has(key)) return null;
    found.set(key, item);
  }
  return found;
}
