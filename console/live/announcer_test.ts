import { assertEquals } from "@std/assert";
import { test } from "../testing.ts";
import { createAnnouncer } from "./announcer.ts";
import { FakeTimers } from "./fake_timers.ts";

function setUp() {
  const timers = new FakeTimers();
  const announcer = createAnnouncer(timers);
  const heard: string[] = [];
  announcer.spoken.subscribe((sentence) => {
    if (sentence) heard.push(sentence);
  });
  return { timers, announcer, heard };
}

test("sentences are told one after another, each after the one before was said", () => {
  const { announcer, heard, timers } = setUp();
  announcer.say("Caller: good morning");
  announcer.say("Agent: good morning, how can I help?");
  assertEquals(heard, ["Caller: good morning"]);
  timers.advance(5000);
  assertEquals(heard, ["Caller: good morning", "Agent: good morning, how can I help?"]);
});

test("a flood is shortened and says how much was left out", () => {
  const { announcer, heard, timers } = setUp();
  for (let i = 0; i < 10; i++) announcer.say(`line ${i}`);
  timers.advance(60_000);
  assertEquals(heard, ["line 0", "5 lines skipped", "line 6", "line 7", "line 8", "line 9"]);
});

test("leaving hushes what waits and leaves no timer", () => {
  const { announcer, heard, timers } = setUp();
  announcer.say("one");
  announcer.say("two");
  announcer.hush();
  timers.advance(60_000);
  assertEquals([heard, timers.pending], [["one"], 0]);
  announcer.say("three");
  assertEquals(heard, ["one", "three"]);
});

test("nothing is said of an empty line", () => {
  const { announcer, heard } = setUp();
  announcer.say("  ");
  assertEquals(heard, []);
});
