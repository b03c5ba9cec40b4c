import { assert, assertEquals } from "@std/assert";
import { AUDIT_ACTS } from "../../server/contract/audit_acts.ts";
import type { AuditEntry } from "../../server/contract/audit.ts";
import { test } from "../testing.ts";
import {
  actorKind,
  actorName,
  actWords,
  auditQuery,
  callOf,
  detailWords,
  readAuditAsked,
  writeAuditAsked,
} from "./audit.ts";

const ENTRY: AuditEntry = {
  seq: 7,
  atMs: 0,
  act: "call_listened",
  by: { kind: "person", id: "p1", name: "Ana" },
  target: "call-abcd1234",
  detail: {},
  address: "127.0.0.1",
};

test("what is asked for goes through the address and back, without what is not as it must be", () => {
  const search = "?act=call_listened&by=p1&from=2026-11-01&to=2026-11-21&other=x";
  const asked = readAuditAsked(search);
  assertEquals(asked, { act: "call_listened", by: "p1", from: "2026-11-01", to: "2026-11-21" });
  assertEquals(readAuditAsked(writeAuditAsked(asked)), asked);
  assertEquals(readAuditAsked("?act=burn&from=yesterday&to=2026-99-99x"), {});
  assertEquals(writeAuditAsked({}), "");
});

test("the last day is in what is asked for, whole", () => {
  const query = new URLSearchParams(auditQuery({ from: "2026-11-21", to: "2026-11-21" }, 12));
  assertEquals(Number(query.get("toMs")) - Number(query.get("fromMs")), 86_400_000);
  assertEquals(query.get("before"), "12");
});

test("an entry is a sentence, with a way to its call", () => {
  assertEquals(`${actorName(ENTRY)} ${actWords(ENTRY, String)}`, "Ana listened to call …1234");
  assertEquals(callOf(ENTRY), "call-abcd1234");
  assertEquals(callOf({ ...ENTRY, act: "call_deleted" }), "");
  const added: AuditEntry = {
    ...ENTRY,
    act: "person_added",
    target: "p2",
    detail: { name: "Ben", roles: "viewer" },
  };
  assertEquals(`${actorName(added)} ${actWords(added, String)}`, "Ana invited Ben");
  assertEquals(detailWords(added), "roles: Viewer");
  const published: AuditEntry = { ...ENTRY, act: "agent_published", target: "a1", detail: {} };
  assertEquals(actWords(published, () => "Billing"), "published Billing");
  const settings: AuditEntry = {
    ...ENTRY,
    act: "settings_changed",
    detail: { changed: "retention.callsDays, selfCall.on, odd" },
  };
  assertEquals(
    detailWords(settings),
    "changed: Calls and their transcripts, Call the default agent every minute, odd",
  );
});

test("every act has words, whatever it was done to", () => {
  for (const act of AUDIT_ACTS) {
    assert(actWords({ ...ENTRY, act, target: "" }, String).length > 3, act);
  }
});

test("who has no name is somebody; who came by a token or the server's link is told apart", () => {
  const by = (kind: AuditEntry["by"]["kind"], name: string) => {
    const entry: AuditEntry = { ...ENTRY, by: { kind, id: "", name } };
    return [actorName(entry), actorKind(entry)];
  };
  assertEquals(by("stranger", ""), ["Somebody", ""]);
  assertEquals(by("server", ""), ["The server", ""]);
  assertEquals(by("operator", "operator"), ["operator", "by the server's link or admin token"]);
  assertEquals(by("token", "Nightly"), ["Nightly", "API token"]);
});
