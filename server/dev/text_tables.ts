// All tables of the console's texts in pairs, English beside German, for the tests that hold them together.
import { assertEquals } from "@std/assert";
import { GERMAN } from "../../console/texts/de.ts";

const FOLDER = new URL("../../console/texts/", import.meta.url);
/** No tables: what tables are made with, and their German collection. */
const NO_TABLES = ["language", "numbers", "de"];

export type Text = string | ((...args: unknown[]) => string);

export interface TextPair {
  /** Its table and its name in there: "palette.groups.here". */
  path: string;
  english: Text;
  german: Text;
}

/** The tables of English as they stand in their files, by name. */
export async function englishTables(): Promise<Record<string, unknown>> {
  const found: Record<string, unknown> = {};
  for await (const { name, isFile } of Deno.readDir(FOLDER)) {
    const stem = name.replace(/\.ts$/, "");
    if (!isFile || NO_TABLES.includes(stem) || stem.endsWith("_test")) continue;
    const module: Record<string, unknown> = await import(new URL(name, FOLDER).href);
    const tables = Object.keys(module).filter((one) => one.endsWith("_TEXTS"));
    assertEquals(tables.length, 1, `console/texts/${name} exports one table that ends in _TEXTS`);
    found[stem] = module[tables[0]!];
  }
  return found;
}

export async function textPairs(): Promise<TextPair[]> {
  const english = await englishTables();
  return Object.entries(GERMAN).flatMap(([name, table]) => pairs(name, english[name], table));
}

function pairs(path: string, english: unknown, german: unknown): TextPair[] {
  if (typeof english === "string" || typeof english === "function") {
    assertEquals(typeof german, typeof english, `${path} is a text in both languages`);
    return [{ path, english: english as Text, german: german as Text }];
  }
  // The English of a table may hold more than texts: the types know what is one.
  return Object.entries(german as Record<string, unknown>).flatMap(([key, value]) =>
    pairs(`${path}.${key}`, (english as Record<string, unknown> | undefined)?.[key], value)
  );
}
