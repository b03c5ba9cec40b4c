import { assertEquals } from "@std/assert";
import { ManualClock } from "../clock.ts";
import { type AdmittedCall, type AdmittedPage, NumberLimit, plainNumber } from "./number_limit.ts";

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

Deno.test("what another server let in counts once, from when it was, and a long list comes in pages", () => {
  const clock = new ManualClock();
  const told: AdmittedCall[] = [];
  const others = { me: "a", salt: "s", admitted: (call: AdmittedCall) => told.push(call) };
  const a = new NumberLimit({ callsPerHour: 2, clock, others });
  for (let i = 0; i < 3000; i++) a.admit(`+${i}`);
  clock.advance(50 * MINUTE);
  a.admit("+0");
  const b = new NumberLimit({ callsPerHour: 2, clock, others: { ...others, me: "b" } });
  b.note(told.slice(0, 100)); // heard late
  clock.advance(5 * MINUTE);
  let pages = 0;
  for (let from: number | null = 0; from !== null; pages++) {
    const page: AdmittedPage = a.held(from);
    b.note(page.calls);
    b.note(page.calls);
    from = page.next;
  }
  assertEquals([pages, b.size], [2, 3000]);
  assertEquals([b.admit("+0"), b.admit("+2999"), b.admit("+2999")], [false, true, false]);
  clock.advance(6 * MINUTE);
  assertEquals([b.admit("+2998"), b.admit("+2998"), b.admit("+2998")], [true, true, false]);
  b.note([{ number: "aa", id: "x", agoMs: -1 }, { number: "aa", id: "y", agoMs: 61 * MINUTE }]);
  assertEquals(b.size, 3000, "what is no time within the hour is dropped");
  // However many are told of, those that suffice for refusing are kept: the newest.
  b.note(Array.from({ length: 9000 }, (_, i) => ({ number: "ab", id: `${i}`, agoMs: 9000 - i })));
  const kept = b.held(0xab).calls.filter(({ number }) => number === "ab");
  assertEquals(kept.map(({ agoMs }) => agoMs), [2, 1]);
  assertEquals(told.every(({ number }) => /^[0-9a-f]{32}$/.test(number)), true);
});
