import { assertEquals } from "@std/assert";
import { readDataActions } from "./data_action_inputs.ts";

const A = "custom_-_11111111-2222-3333-4444-555555555555";
const B = "custom_-_66666666-7777-8888-9999-000000000000";
const action = (id: string, description = "") => ({ id, description, confirm: false });

Deno.test("ids may be separated by pipe, comma, semicolon or line break", () => {
  for (const separator of ["|", ",", ";", "\n", "\r\n", " , ", ";\n"]) {
    assertEquals(readDataActions(`${A}${separator}${B}${separator}`, ""), {
      dataActions: [action(A), action(B)],
      notes: [],
    });
  }
  assertEquals(readDataActions("", "").dataActions, []);
});

Deno.test("descriptions stand in the order of the ids", () => {
  const rows: [descriptions: string, of: string[]][] = [
    ["Looks up an order, by number; fast|Cancels it", [
      "Looks up an order, by number; fast",
      "Cancels it",
    ]],
    [" one | two |", ["one", "two"]],
    ["|two", ["", "two"]],
  ];
  for (const [descriptions, [first, second]] of rows) {
    assertEquals(readDataActions(`${A}|${B}`, descriptions), {
      dataActions: [action(A, first), action(B, second)],
      notes: [],
    });
  }
});

Deno.test("another number of descriptions than of ids: all are ignored, with a note", () => {
  for (const descriptions of ["one", "one|two|three", "one|two||"]) {
    const { dataActions, notes } = readDataActions(`${A}|${B}`, descriptions);
    assertEquals(dataActions, [action(A), action(B)]);
    assertEquals(notes, [{
      code: "variable_ignored",
      detail:
        "DATA_ACTION_DESCRIPTIONS: there must be one for each of the 2 ids in DATA_ACTION_IDS, " +
        "separated by pipes; all were ignored",
    }]);
  }
});

Deno.test("an id that is left out does not shift the descriptions of the others", () => {
  const { dataActions, notes } = readDataActions(`${A}|not an id!|${A}|${B}`, "a|x|again|b");
  assertEquals(dataActions, [action(A, "a"), action(B, "b")]);
  assertEquals(notes.map(({ detail }) => detail), [
    'DATA_ACTION_IDS: "not an id!" cannot be an action\'s id: letters, digits, "_", "." and "-"',
  ]);
});

Deno.test("no more actions than an agent may have, and no longer descriptions", () => {
  const many = Array.from({ length: 25 }, (_, i) => `action_${i}`).join("|");
  const { dataActions, notes } = readDataActions(many, "");
  assertEquals(dataActions.length, 20);
  assertEquals(notes.map(({ detail }) => detail), [
    "DATA_ACTION_IDS: more than 20; the others were ignored",
  ]);
  assertEquals(readDataActions(A, "€".repeat(2000)).dataActions[0]?.description.length, 341);
});
