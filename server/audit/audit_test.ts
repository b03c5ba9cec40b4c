// Notes reach the store in order, and a store in trouble holds up nobody.
import { assertEquals } from "@std/assert";
import { ManualClock } from "../clock.ts";
import type { AuditEntry } from "../contract/audit.ts";
import type { LogFields } from "../observe/log.ts";
import { createAudit, MOST_WAITING } from "./audit.ts";

type Entry = Omit<AuditEntry, "seq">;

function rig() {
  const clock = new ManualClock();
  const lines: string[] = [];
  const note = (code: string, _fields?: LogFields) => void lines.push(code);
  const written: Entry[] = [];
  const trouble = { on: false };
  const audit = createAudit({
    clock,
    log: { debug: note, info: note, warn: note, error: note },
    store: {
      appendAudit(entries) {
        if (trouble.on) return Promise.reject(new Error("disk"));
        written.push(...entries);
        return Promise.resolve();
      },
      audit: () => Promise.resolve({ entries: [], next: null }),
    },
  });
  const by = { kind: "person", id: "p", name: "Ana" } as const;
  const settled = () => audit.page({ limit: 1 });
  return { clock, lines, written, trouble, audit, by, settled };
}

Deno.test("what is noted is written in order, with its time, and long details are cut", async () => {
  const { audit, by, written, clock, settled } = rig();
  audit.note({ act: "sign_in", by, address: "192.0.2.1" });
  clock.advance(5);
  audit.note({ act: "call_listened", by, target: "c1", detail: { why: "x".repeat(500) } });
  await settled();
  assertEquals(written.map(({ act, target }) => [act, target]), [
    ["sign_in", ""],
    ["call_listened", "c1"],
  ]);
  assertEquals(written[1]!.atMs - written[0]!.atMs, 5);
  assertEquals(written[1]!.detail["why"]?.length, 200);
});

Deno.test("a store in trouble is said, tried again, and loses nothing it can still take", async () => {
  const { audit, by, written, clock, trouble, lines, settled } = rig();
  trouble.on = true;
  audit.note({ act: "sign_in", by });
  await settled();
  audit.note({ act: "sign_out", by });
  clock.advance(1000);
  await settled();
  assertEquals([written.length, lines], [0, ["audit_not_written", "audit_not_written"]]);
  trouble.on = false;
  clock.advance(5000);
  await settled();
  assertEquals(written.map(({ act }) => act), ["sign_in", "sign_out"]);
});

Deno.test("a store that never comes back costs no more memory than a bound, and the log counts", async () => {
  const { audit, by, written, trouble, lines, settled } = rig();
  trouble.on = true;
  for (let i = 0; i < MOST_WAITING + 3; i++) audit.note({ act: "sign_in", by, target: `${i}` });
  await settled();
  assertEquals(lines.filter((code) => code === "audit_lost").length, 3);
  trouble.on = false;
  await audit.stop();
  assertEquals([written.length, written[0]?.target], [MOST_WAITING, "3"]);
});
