import { assertEquals } from "@std/assert";
import { test } from "../testing.ts";
import { FakeTimers } from "./fake_timers.ts";
import { createNotices } from "./notices.ts";

test("a message goes by itself, a refusal stays until it is dismissed", () => {
  const timers = new FakeTimers();
  const notices = createNotices(timers);
  notices.show({ text: "Copied", tone: "plain" });
  timers.advance(60_000);
  assertEquals(notices.shown.value, null);
  notices.show({ text: "Not placed", tone: "act" });
  timers.advance(60_000);
  assertEquals(notices.shown.value?.text, "Not placed");
  notices.dismiss();
  assertEquals(notices.shown.value, null);
});

test("an earlier message's end does not take a later one away", () => {
  const timers = new FakeTimers();
  const notices = createNotices(timers);
  notices.show({ text: "One", tone: "plain" });
  timers.advance(7000);
  notices.show({ text: "Two", tone: "plain" });
  timers.advance(7000);
  assertEquals(notices.shown.value?.text, "Two");
  notices.dismiss();
  assertEquals(timers.pending, 0);
});
