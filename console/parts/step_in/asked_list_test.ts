import { assertEquals } from "@std/assert";
import type { AskedCommand } from "../../live/commands.ts";
import { test } from "../../testing.ts";
import { shownCommands } from "./asked_list.tsx";

const asked = (commandId: string, change: Partial<AskedCommand> = {}): AskedCommand => ({
  commandId,
  kind: "whisper",
  by: "console",
  text: "",
  when: null,
  target: "",
  state: "sent",
  detail: "",
  givenMs: 0,
  changedMs: 0,
  used: null,
  ...change,
});
const shown = (all: AskedCommand[], nowMs = 1000) =>
  shownCommands(all, nowMs).map(({ commandId }) => commandId);

test("what is settled is shown for half a minute, what is not stays", () => {
  const all = [asked("open"), asked("used", { state: "used" })];
  assertEquals(shown(all), ["open", "used"]);
  assertEquals(shown(all, 30_000), ["open"]);
});

test("of too many, those that still wait come before those that are settled", () => {
  const settled = ["1", "2", "3"].map((id) => asked(id, { state: "refused" }));
  assertEquals(shown([...settled, asked("a"), asked("b")]), ["2", "3", "a", "b"]);
  assertEquals(shown(["1", "2", "3", "4", "5"].map((id) => asked(id))), ["2", "3", "4", "5"]);
});

test("who has the call shows by itself; that it could not be taken does not", () => {
  assertEquals(shown([asked("t", { kind: "take_over", state: "done" })]), []);
  assertEquals(shown([asked("t", { kind: "take_over", state: "refused" })]), ["t"]);
});
