import { assertEquals } from "@std/assert";
import { ManualClock } from "../clock.ts";
import { NumberLimit, plainNumber } from "./number_limit.ts";

const MINUTE = 60_000;

Deno.test("L-08 a number that calls too often is refused until its first call is an hour ago", () => {
  const clock = new ManualClock();
  const limit = new NumberLimit({ callsPerHour: 3, clock });
  const admitted: boolean[] = [];
  for (let call = 0; call < 5; call++) {
    admitted.push(limit.admit("tel:+15550100"));
    clock.advance(10 * MINUTE);
  }
  assertEquals(admitted, [true, true, true, false, false]);
  assertEquals(limit.admit("tel:+15550101"), true, "another number");
  clock.advance(10 * MINUTE); // 60 minutes after the first
  assertEquals([limit.admit("tel:+15550100"), limit.admit("tel:+15550100")], [true, false]);
  clock.advance(10 * MINUTE);
  assertEquals(limit.admit("tel:+15550100"), true);
});

Deno.test("L-08 a refused call does not count", () => {
  const clock = new ManualClock();
  const limit = new NumberLimit({ callsPerHour: 1, clock });
  assertEquals(limit.admit("5550100"), true);
  for (let minute = 1; minute < 60; minute++) {
    clock.advance(MINUTE);
    assertEquals(limit.admit("5550100"), false);
  }
  clock.advance(MINUTE);
  assertEquals(limit.admit("5550100"), true);
});

Deno.test("a withheld number is not limited", () => {
  const limit = new NumberLimit({ callsPerHour: 1, clock: new ManualClock() });
  const withheld = [
    ...[
      "",
      "  ",
      "tel:",
      "sip:",
      "anonymous",
      "tel:Anonymous",
      "Restricted",
      "sip:unknown@10.0.0.1",
    ],
    ...["sip:anonymous@anonymous.invalid", "sip:+15550100@anonymous.invalid"],
  ];
  for (const caller of withheld) {
    assertEquals([plainNumber(caller), limit.admit(caller), limit.admit(caller)], [
      null,
      true,
      true,
    ]);
  }
  assertEquals(limit.size, 0);
});

Deno.test("a number is the same however it is written; a name belongs to its host", () => {
  const ways = [
    "+15550100",
    "tel:+15550100",
    "tel:+1-555-0100",
    " TEL:+1 (555) 01.00 ",
    "sip:+15550100@one.example;transport=tls",
    "sips:+15550100@two.example?x=y",
  ];
  assertEquals(new Set(ways.map(plainNumber)), new Set(["+15550100"]));
  assertEquals(plainNumber("sip:private-clinic@one.example"), "private-clinic@one.example");
  assertEquals(plainNumber("sip:bob@two.example"), "bob@two.example");
});

Deno.test("L-08 numbers take a bounded room; the one heard of longest ago goes first", () => {
  const limit = new NumberLimit({ callsPerHour: 1, clock: new ManualClock(), numbers: 100 });
  for (let i = 0; i < 100; i++) limit.admit(`+${i}`);
  assertEquals(limit.admit("+0"), false); // heard of just now
  for (let i = 100; i < 150; i++) limit.admit(`+${i}`);
  assertEquals([limit.size, limit.admit("+0"), limit.admit("+149")], [100, false, false]);
  assertEquals(limit.admit("+1"), true, "forgotten");
});
