import { assertEquals } from "@std/assert";
import { ManualClock } from "../../clock.ts";
import { Announcements } from "./announcements.ts";
import { factsOf } from "./invitation.ts";

const UUID = "0badcafe-0000-4000-8000-0123456789ab";

function of(caller: string) {
  return factsOf([["from", caller]]);
}

Deno.test("an announcement is given out once, however the UUID is written", () => {
  const announcements = new Announcements(new ManualClock());
  announcements.add(UUID.toUpperCase(), of("1"));
  assertEquals(announcements.take(UUID)?.caller, "1");
  assertEquals(announcements.take(UUID), null);
});

Deno.test("an announcement is kept for a minute; repeated, for a minute more, with the new facts", () => {
  const clock = new ManualClock();
  const announcements = new Announcements(clock);
  announcements.add("a", of("1"));
  announcements.add("b", of("2"));
  clock.advance(59_999);
  announcements.add("a", of("3"));
  clock.advance(1);
  assertEquals(announcements.take("b"), null);
  assertEquals(announcements.take("a")?.caller, "3");
});

Deno.test("a thousand wait at most, and places come free with time", () => {
  const clock = new ManualClock();
  const announcements = new Announcements(clock);
  for (let i = 0; i < 1_000; i++) assertEquals(announcements.add(`call ${i}`, of("")), true);
  assertEquals(announcements.add("one more", of("")), false);
  assertEquals(announcements.add("call 7", of("")), true);
  clock.advance(60_000);
  assertEquals(announcements.add("one more", of("")), true);
});
