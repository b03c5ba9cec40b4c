import { assertEquals } from "@std/assert";
import { test } from "../testing.ts";
import { FOLLOWING, stepFollow } from "./follow.ts";

test("scrolling away lets go of the end, and new lines are counted", () => {
  const away = stepFollow(FOLLOWING, { type: "scrolled", fromEndPx: 120 });
  assertEquals(away, { following: false, unread: 0 });
  const more = stepFollow(away, { type: "lines_added", count: 3 });
  assertEquals(stepFollow(more, { type: "lines_added", count: 1 }).unread, 4);
});

test("coming back to the end, or almost, follows again", () => {
  const away = { following: false, unread: 4 };
  assertEquals(stepFollow(away, { type: "scrolled", fromEndPx: 8 }), FOLLOWING);
  assertEquals(stepFollow(away, { type: "scrolled", fromEndPx: 9 }), away);
  assertEquals(stepFollow(away, { type: "go_to_end" }), FOLLOWING);
});

test("selecting words lets go without moving the reader", () => {
  assertEquals(stepFollow(FOLLOWING, { type: "held" }), { following: false, unread: 0 });
});

test("lines that arrive while following are not unread", () => {
  assertEquals(stepFollow(FOLLOWING, { type: "lines_added", count: 9 }), FOLLOWING);
});

test("released state survives new data", () => {
  const away = { following: false, unread: 0 };
  assertEquals(stepFollow(away, { type: "lines_added", count: 1 }).following, false);
});
