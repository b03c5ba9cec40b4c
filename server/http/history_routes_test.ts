// Finding, exporting and deleting past calls over HTTP.
import { assert, assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { cursorOf, placeOf } from "../contract/history.ts";
import type { FoundCall } from "../contract/history_filters.ts";
import type { AdminDeps, HistoryView } from "./admin_deps.ts";
import { csvCell } from "./paged_file.ts";
import { rig, summary } from "./rig_for_tests.ts";

type Asked = Parameters<HistoryView["search"]>[0];

const found = (callId: string, fields: Partial<FoundCall> = {}): FoundCall => ({
  ...summary(callId),
  endedAtMs: 3500,
  endReason: "caller_hung_up",
  marks: { toolFailures: 1, steppedIn: false },
  snippets: [],
  ...fields,
});

/** `pages`: what searches find, one after the other. */
async function searching(pages: FoundCall[][] = [[]], changes: Partial<AdminDeps> = {}) {
  const asked: Asked[] = [];
  const built = await rig({
    history: {
      search(search) {
        const calls = pages[asked.length] ?? [];
        asked.push(search);
        const last = calls.at(-1);
        const more = asked.length < pages.length && last;
        return Promise.resolve({ calls, next: more ? last : null, unindexed: 3 });
      },
      delete: (id) =>
        Promise.resolve(id === "over" ? "deleted" : id === "live" ? "live" : "unknown"),
    },
    ...changes,
  });
  const cookie = await built.signIn();
  const ask = (method: string, path: string, headers: Record<string, string> = {}) =>
    built.ask(method, path, {
      cookie,
      headers: { "content-type": "application/json", ...headers },
    });
  return { ...built, asked, get: (path: string) => ask("GET", path), ask };
}

Deno.test("filters of the query reach the search as values of their kind", async () => {
  const { get, asked } = await searching([[found("c1")]]);
  const response = await get(
    "/api/calls?text=my+parcel&agent=a&version=3&route=&protocol=avr&kind=agent&origin=phone" +
      "&endReason=too_long&from=2026-11-21&to=1700000000000&minDurationMs=60000&number=0100" +
      "&interrupted=true&toolFailed=false&steppedIn=true&ended=true&limit=7",
  );
  assertEquals(response.status, 200);
  assertEquals(asked, [{
    limit: 7,
    filters: {
      text: "my parcel",
      agent: "a",
      version: 3,
      route: "",
      protocol: "avr",
      kind: "agent",
      origin: "phone",
      endReason: "too_long",
      from: Date.UTC(2026, 10, 21),
      to: 1_700_000_000_000,
      minDurationMs: 60_000,
      number: "0100",
      interrupted: true,
      toolFailed: false,
      steppedIn: true,
      ended: true,
    },
  }]);
  const body = await response.json();
  assertEquals(body, { calls: [found("c1")], next: null, unindexed: 3 });
});

Deno.test("a filter that is misspelt or out of bounds is refused, not left out", async () => {
  const { get, asked } = await searching();
  for (
    const query of [
      "agnet=x",
      "kind=robot",
      "endReason=bored",
      "from=yesterday",
      "version=1.5",
      "number=12ab",
      "number=1",
      "interrupted=yes",
      "minDurationMs=-1",
      `text=${"x".repeat(201)}`,
      `text=${"x+".repeat(21)}`,
      "cursor=nonsense",
      "text=a&text=b",
    ]
  ) {
    const response = await get(`/api/calls?${query}`);
    assertEquals([query, response.status], [query, 422]);
    assertEquals((await response.json()).code, "invalid_field");
  }
  assertEquals(asked, []);
});

Deno.test("a page is gone on from by its cursor, which says nothing but a place", async () => {
  const { get, asked } = await searching([[found("c1"), found("ç/2")], [found("c3")]]);
  const first = await (await get("/api/calls?ended=true")).json();
  assert(/^[\w-]+$/.test(first.next), first.next);
  const second = await (await get(`/api/calls?ended=true&cursor=${first.next}`)).json();
  assertEquals(asked[1]?.after, { startedAtMs: 1000, callId: "ç/2" });
  assertEquals([second.calls.length, second.next], [1, null]);
  for (const text of ["", "[]", "[1,2]", '["1","2"]', '{"a":1}']) {
    assertEquals(placeOf(btoa(text)), null);
  }
  assertEquals(placeOf(cursorOf({ startedAtMs: 1.5, callId: "x" })), {
    startedAtMs: 1.5,
    callId: "x",
  });
});

Deno.test("the plain list tells where it goes on, too", async () => {
  const { get, asked } = await searching([[]]);
  const { next } = await (await get("/api/calls?limit=1")).json();
  assertEquals(placeOf(next), { startedAtMs: 1000, callId: "c1" });
  assertEquals(asked, []);
  assertEquals((await (await get("/api/calls?limit=2")).json()).next, null);
});

Deno.test("the CSV has a head, a row for each call, and is a file for a spreadsheet", async () => {
  const { get } = await searching([[found("c1")], [
    found("c2", { summary: 'He said "no",\nthen left', caller: "=1+1", costUsd: 0.25 }),
  ]]);
  const response = await get("/api/calls/export?ended=true");
  assertEquals(response.headers.get("content-type"), "text/csv; charset=utf-8");
  assertStringIncludes(
    response.headers.get("content-disposition") ?? "",
    'attachment; filename="hookline-calls-',
  );
  assertEquals(response.headers.get("cache-control"), "no-store");
  const bytes = new Uint8Array(await response.arrayBuffer());
  assertEquals([...bytes.slice(0, 3)], [0xef, 0xbb, 0xbf]);
  const [head = "", first = "", ...rest] = new TextDecoder().decode(bytes).split("\r\n");
  assertEquals(head.split(",").slice(0, 5), [
    "call_id",
    "started_at",
    "ended_at",
    "duration_seconds",
    "caller",
  ]);
  assertStringIncludes(
    first,
    "c1,1970-01-01T00:00:01.000Z,1970-01-01T00:00:03.500Z,2.5,tel:+15550100",
  );
  assertStringIncludes(first, "The caller hung up");
  assertStringIncludes(rest.join("|"), `"'=1+1"`);
  assertStringIncludes(rest.join("|"), '"He said ""no"",\nthen left"');
  assertEquals(rest.at(-1), "");
});

Deno.test("no cell can be a formula", () => {
  for (const text of ["=1", "+1", "-1", "@a", "\t=1", "\r=1", " =1", "\0=1", "＝1"]) {
    const cell = csvCell(text);
    assert(cell.startsWith(`"'`), JSON.stringify([text, cell]));
  }
  assertEquals([csvCell("a=1"), csvCell(-1), csvCell(""), csvCell(true)], [
    "a=1",
    "-1",
    "",
    "true",
  ]);
});

Deno.test("the JSON is one object, also of no calls at all", async () => {
  const { get } = await searching([[found("c1")], [found("c2")]]);
  const body = await (await get("/api/calls/export?format=json")).json();
  assertEquals(body.calls.map(({ callId }: FoundCall) => callId), ["c1", "c2"]);
  assertEquals(body.calls[0].marks, { toolFailures: 1, steppedIn: false });
  const none = await searching([[]]);
  assertEquals(await (await none.get("/api/calls/export?format=json")).json(), { calls: [] });
});

Deno.test("the export asks for the next page only once somebody has taken the one before", async () => {
  const { get, asked } = await searching(Array.from({ length: 100 }, (_, i) => [found(`c${i}`)]));
  const reader = (await get("/api/calls/export")).body!.getReader();
  for (let read = 1; read <= 3; read++) {
    await reader.read();
    assert(asked.length <= read + 1, `${asked.length} pages after ${read} reads`);
  }
  await reader.cancel();
  assert(asked.length <= 4);
  assertEquals(asked.every(({ snippets }) => snippets === false), true);
});

Deno.test("an export that fails half-way breaks off, so that nobody takes it for whole", async () => {
  let pages = 0;
  const { get } = await searching([], {
    history: {
      search: () =>
        ++pages === 1
          ? Promise.resolve({ calls: [found("c1")], next: found("c1"), unindexed: 0 })
          : Promise.reject(new Error("disk")),
      delete: () => Promise.resolve("unknown"),
    },
  });
  const response = await get("/api/calls/export?format=json");
  await assertRejects(() => response.text());
});

Deno.test("a call that has ended is deleted; a live one and an unknown one are not", async () => {
  const { ask } = await searching();
  assertEquals((await ask("DELETE", "/api/calls/over")).status, 204);
  const live = await ask("DELETE", "/api/calls/live");
  assertEquals([live.status, (await live.json()).code], [409, "in_use"]);
  for (const id of ["nobody", "x".repeat(5000)]) {
    assertEquals((await ask("DELETE", `/api/calls/${id}`)).status, 404);
  }
});

Deno.test("S-16 no page of another origin deletes a call, and nobody does without signing in", async () => {
  const { ask, app } = await searching();
  const foreign = await ask("DELETE", "/api/calls/over", {
    origin: "https://evil.example",
    "sec-fetch-site": "cross-site",
  });
  assertEquals(foreign.status, 403);
  for (
    const [method, path] of [["DELETE", "/api/calls/over"], ["GET", "/api/calls/export"]] as const
  ) {
    const response = await app.request(new Request(`http://localhost:8080${path}`, { method }));
    assertEquals(response.status, 401);
    await response.body?.cancel();
  }
});
