// Bodies are bounded in size and time, whatever they declare.
import { assertEquals } from "@std/assert";
import { Hono } from "hono";
import { ManualClock } from "../clock.ts";
import { bodyLimit } from "./body_limit.ts";

function limited() {
  const clock = new ManualClock();
  const app = new Hono();
  app.use(bodyLimit({ clock, maxBytes: (path) => (path === "/large" ? 20 : 10) }));
  app.post("*", async (c) => c.text(await c.req.text()));
  const post = (body: BodyInit, { path = "/", headers = {} } = {}) =>
    Promise.resolve(app.request(path, { method: "POST", body, headers }));
  return { app, clock, post };
}

function streamOf(pieces: readonly string[], after: "close" | "hang" = "close") {
  const seen = { cancelled: false };
  const stream = new ReadableStream<Uint8Array>({
    start(controller) {
      for (const piece of pieces) controller.enqueue(new TextEncoder().encode(piece));
      if (after === "close") controller.close();
    },
    cancel() {
      seen.cancelled = true;
    },
  });
  return { stream, seen };
}

Deno.test("a body up to the limit of its path passes whole, in however many pieces", async () => {
  const { clock, post } = limited();
  assertEquals(await (await post("0123456789")).text(), "0123456789");
  assertEquals(
    await (await post(streamOf(["01", "", "234", "56789"]).stream)).text(),
    "0123456789",
  );
  assertEquals(await (await post("x".repeat(20), { path: "/large" })).text(), "x".repeat(20));
  assertEquals(await (await post("")).text(), "");
  assertEquals(clock.pending, 0);
});

Deno.test("a body over the limit is refused, declared or not, and not read further", async () => {
  const { clock, post } = limited();
  assertEquals((await post("x".repeat(11))).status, 413);
  const declared = await post("x".repeat(21), {
    path: "/large",
    headers: { "content-length": "21" },
  });
  assertEquals((await declared.json()).message.includes("20 bytes, received 21"), true);
  const { stream, seen } = streamOf(["012345", "678901"], "hang");
  assertEquals((await post(stream)).status, 413);
  assertEquals(seen.cancelled, true);
  assertEquals(clock.pending, 0);
});

Deno.test("a body that declares less than it brings is still counted", async () => {
  const { post } = limited();
  const response = await post(streamOf(["x".repeat(11)]).stream, {
    headers: { "content-length": "3" },
  });
  assertEquals(response.status, 413);
});

Deno.test("a body that does not arrive within five seconds is given up", async () => {
  const { clock, post } = limited();
  const { stream, seen } = streamOf(["01"], "hang");
  const answer = post(stream);
  await clock.run(5000, 1000);
  const response = await answer;
  assertEquals([response.status, (await response.json()).code], [400, "invalid_body"]);
  assertEquals(seen.cancelled, true);
  assertEquals(clock.pending, 0);
});

Deno.test("a method in small letters, as only a raw socket can send it, is no fault over its body", async () => {
  const { app } = limited();
  const request = new Request("http://localhost/", { method: "POST", body: "x" });
  Object.defineProperty(request, "method", { value: "get" });
  assertEquals((await app.request(request)).status, 404);
});
