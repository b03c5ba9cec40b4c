// Holds the tables of the console's texts together: each is in both languages, whole, and really translated. What the
// types hold already (no key too few or too many) is not asked again. In here, where there are files to walk.
import { assert, assertEquals } from "@std/assert";
import { GERMAN } from "../../console/texts/de.ts";
import { englishTables, textPairs } from "./text_tables.ts";

/** Words that are the same in both languages: names, and what German took over. */
const SAME: ReadonlySet<string> = new Set(
  ("Agent Auto Browser Code Esc Filter Form Header JSON Link Live Median Moderation Name " +
    "Offline Pause Person Prompt Route Test Text Token Tokens Variable Version WebSocket Webhooks ms")
    .split(" "),
);
const PRODUCTS =
  /^(Hookline|AVR|NATS|PostgreSQL|Data Action|(Genesys|AudioCodes|Asterisk|Agent Voice Response).*)$/;
/** What the server says is dropped on purpose where the German words say all of it. */
const DROPS_PLACES = ["refusals"];

const PAIRS = await textPairs();

Deno.test("every table is there in German under its own name, and no other", async () => {
  assertEquals(Object.keys(GERMAN).sort(), Object.keys(await englishTables()).sort());
});

Deno.test("no text was left in English", () => {
  const left = PAIRS.flatMap(({ path, english, german }) => {
    if (typeof english !== "string") return [];
    if (english === "") return german === "" ? [] : [`${path}: says nothing in English`];
    return german === "" || (german === english && !isSame(english)) ? [`${path}: ${german}`] : [];
  });
  assertEquals(left, []);
});

Deno.test("what an English sentence has a place for is in the German one too", () => {
  const lost = PAIRS.flatMap(({ path, english, german }) => {
    if (typeof english === "string" || typeof german === "string") return [];
    // Numbers stand for anything: whatever is shown of them can be found again.
    const given = Array.from({ length: english.length }, (_, at) => 4711 + at);
    const [said, sagt] = [shown(english, given), shown(german, given)];
    assert(sagt !== "", `${path} says something`);
    if (DROPS_PLACES.includes(path.split(".")[0]!)) return [];
    return given.filter((n) => said.includes(String(n)) && !sagt.includes(String(n)))
      .map((n) => `${path}, argument ${n - 4710}: ${sagt}`);
  });
  assertEquals(lost, []);
});

Deno.test("the place of a thing that is no text, such as a link, is in both languages", () => {
  const lost = PAIRS.flatMap(({ path, english, german }) => {
    const [said, sagt] = [english, german].map((text) =>
      typeof text === "string" ? text : shown(text, Array(text.length).fill(2))
    ).map((text) => (text.match(/\{\w+\}/g) ?? []).sort().join(" "));
    return said === sagt ? [] : [`${path}: ${said} and ${sagt}`];
  });
  assertEquals(lost, []);
});

function isSame(text: string): boolean {
  return SAME.has(text) || PRODUCTS.test(text);
}

/** What a function makes of these numbers, without their commas; of their texts or of lists where it wants such. */
function shown(text: (...args: unknown[]) => string, given: readonly number[]): string {
  for (const as of [Number, String, (n: number) => [String(n)]]) {
    try {
      return text(...given.map((n) => as(n))).replaceAll(/(?<=\d)[.,](?=\d)/g, "");
    } catch {
      // It wants something else.
    }
  }
  throw new Error(`A text takes neither numbers nor texts nor lists: ${text}`);
}
