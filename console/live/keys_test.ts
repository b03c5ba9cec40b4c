import { assertEquals } from "@std/assert";
import { test } from "../testing.ts";
import { type Act, NO_KEYS, type Press, stepKeys } from "./keys.ts";

function pressed(keys: string, change: Partial<Press> = {}): (Act | null)[] {
  let state = NO_KEYS;
  return keys.split(" ").map((key) => {
    const result = stepKeys(state, { key, modified: false, typing: false, ...change });
    state = result.state;
    return result.act;
  });
}

test("single keys and pairs do what the help says", () => {
  assertEquals(pressed("j"), ["next"]);
  assertEquals(pressed("g f"), [null, "go_floor"]);
  assertEquals(pressed("?"), ["help"]);
});

test("a pair that leads nowhere is forgotten and its second key counts for itself", () => {
  assertEquals(pressed("g j"), [null, "next"]);
  assertEquals(pressed("g x f"), [null, null, "follow"]);
});

test("letters that are typed, and the browser's own keys, do nothing", () => {
  assertEquals(pressed("j", { typing: true }), [null]);
  assertEquals(pressed("p", { modified: true }), [null]);
});

test("Ctrl+K opens the palette while one types too, and only with Control or Command alone", () => {
  const held = { modified: true, command: true };
  assertEquals(pressed("k", { ...held, typing: true }), ["palette"]);
  assertEquals(pressed("K", held), ["palette"]);
  assertEquals(pressed("k", { modified: true }), [null]);
  assertEquals(pressed("k"), ["previous"]);
});

test("what ends or takes a call wants Shift held: Caps Lock does neither", () => {
  assertEquals(pressed("E", { shift: true }), ["end"]);
  assertEquals(pressed("T", { shift: true }), ["take_over"]);
  assertEquals(pressed("T"), ["transfer"]);
  assertEquals(pressed("E"), [null]);
  assertEquals(pressed("l w s t"), ["listen", "whisper", "say", "transfer"]);
  assertEquals(pressed("?", { shift: true }), ["help"]);
});
