import { assert, assertEquals, assertRejects } from "@std/assert";
import { ManualClock } from "../clock.ts";
import type { EgressAnswer, EgressRequest } from "../egress/egress.ts";
import type { CallRecord, DeliveryRow } from "../store/store.ts";
import { CALL_STARTED, sampleCall } from "../store/sample_rows.ts";
import { createDeliver } from "./delivery.ts";
import { finishedCallSchema } from "./finished_call.ts";
import { endedCall } from "./sample_ended_call.ts";
import { signWebhook } from "./sign_webhook.ts";

const ROW: DeliveryRow = {
  webhookId: "crm",
  id: "call_finished_a",
  event: "call.finished",
  callId: "a",
  body: "",
  tries: [],
  state: "waiting",
  attempts: 0,
  nextAtMs: 0,
  createdAtMs: 0,
};
const secret = new Uint8Array(24).fill(7);

function setUp(answer: EgressAnswer | number, record: CallRecord | undefined = endedCall("a")) {
  const requests: EgressRequest[] = [];
  const clock = new ManualClock();
  const deliver = createDeliver({
    receiver: (id) =>
      id === "crm" ? { url: "https://crm.example/calls?token=1", secret } : undefined,
    egress: (request) => {
      requests.push(request);
      return Promise.resolve(
        typeof answer === "number"
          ? { ok: true, status: answer, headers: new Headers(), text: "" }
          : answer,
      );
    },
    record: () => Promise.resolve(record),
    clock,
  });
  return { deliver, requests, clock };
}

const live = new AbortController().signal;

Deno.test("a finished call is posted as JSON, signed over the very bytes that are sent", async () => {
  const { deliver, requests, clock } = setUp(204);
  assertEquals(await deliver(ROW, live), { kind: "taken" });
  const [request] = requests;
  assert(request?.body);
  const { headers, body, ...rest } = request;
  assertEquals(rest, {
    url: "https://crm.example/calls?token=1",
    method: "POST",
    timeoutMs: 10_000,
    maxBytes: 64 * 1024,
    signal: live,
  });
  assertEquals(headers, {
    "content-type": "application/json",
    "user-agent": "Hookline",
    ...signWebhook({ id: ROW.id, atMs: clock.wall(), body, secret }),
  });
  const finished = finishedCallSchema.parse(JSON.parse(body));
  assertEquals([finished.id, finished.call.callId], [ROW.id, "a"]);
});

Deno.test("each try is signed for its own moment", async () => {
  const { deliver, requests, clock } = setUp(500);
  await deliver(ROW, live);
  clock.advance(60_000);
  await deliver(ROW, live);
  const stamps = requests.map(({ headers }) => Number(headers?.["webhook-timestamp"]));
  assertEquals((stamps[1] ?? 0) - (stamps[0] ?? 0), 60);
  assertEquals(requests[0]?.body, requests[1]?.body);
});

Deno.test("any 2xx is a yes, 410 a no for good, all else is tried again", async () => {
  const outcomes: [number, string][] = [
    ...[[200, "taken"], [202, "taken"], [299, "taken"], [410, "unwanted"]] as const,
    ...[[400, "failed"], [401, "failed"], [404, "failed"], [429, "failed"], [
      503,
      "failed",
    ]] as const,
  ].map(([status, kind]) => [status, kind]);
  for (const [status, kind] of outcomes) {
    assertEquals((await setUp(status).deliver(ROW, live)).kind, kind, `${status}`);
  }
});

Deno.test("what egress refuses is tried again, and the reason holds no address", async () => {
  for (const code of ["private_address", "timeout", "redirect", "too_large", "connect"] as const) {
    const { deliver } = setUp({ ok: false, code, detail: "https://crm.example" });
    assertEquals(await deliver(ROW, live), { kind: "failed", detail: code });
  }
});

Deno.test("a try that the server's stop cut short does not count, unless it was taken", async () => {
  const stopped = AbortSignal.abort();
  const cut = setUp({ ok: false, code: "aborted", detail: "" });
  assertEquals(await cut.deliver(ROW, stopped), { kind: "not_tried" });
  assertEquals(await setUp(200).deliver(ROW, stopped), { kind: "taken" });
});

Deno.test("a call whose record is gone or has no end is not posted", async () => {
  const gone = createDeliver({
    receiver: () => ({ url: "https://crm.example", secret }),
    egress: () => Promise.reject(new Error("must not be asked")),
    record: () => Promise.resolve(undefined),
    clock: new ManualClock(),
  });
  assertEquals(await gone(ROW, live), { kind: "unwanted", detail: "no_record" });
  const { deliver, requests } = setUp(200, sampleCall("a", [CALL_STARTED]));
  assertEquals((await deliver(ROW, live)).kind, "unwanted");
  assertEquals(requests, []);
});

Deno.test("what has a body of its own is sent as it is, and nothing to a webhook that is gone", async () => {
  const { deliver, requests } = setUp(200);
  const row: DeliveryRow = { ...ROW, id: "alert_raised_x", callId: "", body: '{"type":"x"}' };
  assertEquals(await deliver(row, live), { kind: "taken" });
  assertEquals(requests.map(({ body }) => body), ['{"type":"x"}']);
  const gone = await deliver({ ...row, webhookId: "gone" }, live);
  assertEquals([gone, requests.length], [{ kind: "unwanted", detail: "no_webhook" }, 1]);
});

Deno.test("a record that cannot be read now is no outcome", async () => {
  const deliver = createDeliver({
    receiver: () => ({ url: "https://crm.example", secret }),
    egress: () => Promise.reject(new Error("must not be asked")),
    record: () => Promise.reject(new Error("disk unreadable")),
    clock: new ManualClock(),
  });
  await assertRejects(() => deliver(ROW, live), Error, "disk unreadable");
});
