/// <reference lib="deno.unstable" />
import { assertEquals } from "@std/assert";
import plugin from "./lint_layers.ts";

const CONSOLE = new URL("../../console/", import.meta.url).pathname;

/** What the rule says of this text in a file of the console. */
function told(file: string, source: string): string[] {
  return Deno.lint.runPlugin(plugin, `${CONSOLE}${file}`, source)
    .filter(({ id }) => id === "hookline/texts")
    .map(({ message }) => message.replace(/^.*texts: /, ""));
}

Deno.test("words that people read are found wherever they stand in the console", () => {
  const source = `
    const trouble = "The line broke.";
    const count = (n: number) => \`Found \${n} calls\`;
    export const Part = () => (
      <button type="button" class="button quiet" title="Delete" aria-label={NAME}>Press me</button>
    );`;
  assertEquals(told("parts/part.tsx", source), [
    "The line broke.",
    "Found x calls",
    "Delete",
    "Press me",
  ]);
});

Deno.test("what nobody reads is let be: code, errors of ours, tests, and the tables themselves", () => {
  const code = `
    import { one } from "./Some file.ts";
    if (event.key === "Page Up") throw new Error("A bug of ours");
    export const Part = () => <i class="Not for people">{one} · 7</i>;`;
  assertEquals(told("parts/part.tsx", code), []);
  const sentence = `export const words = "The line broke.";`;
  assertEquals(told("texts/part.ts", sentence), []);
  assertEquals(told("parts/part_test.tsx", sentence), []);
});
