import { assert, assertEquals, assertRejects } from "@std/assert";
import { encodeUlaw, SILENCE } from "../../audio/ulaw.ts";
import { systemClock } from "../../clock.ts";
import { quickClock } from "../asterisk/quick_clock.ts";
import { Script } from "../caller/caller_script.ts";
import type { PhoneCallOptions } from "../caller/phone_call.ts";
import { CallRefused } from "../caller/web_line.ts";
import { loadSpeech } from "../speech.ts";
import { type AvrHttpCallReport, placeAvrHttpCall } from "./http_call.ts";

const speech = await loadSpeech();
const HEAD = { "content-type": "text/event-stream", "cache-control": "no-cache" };

interface StreamSide {
  send(bytes: Uint8Array<ArrayBuffer>): void;
  end(): void;
}

interface ServerOptions {
  head?: Record<string, string>;
  status?: number;
  delayMs?: number;
  /** @param nth counts the pieces of the request, from 1 */
  onPiece?(nth: number, side: StreamSide): void;
  /** Goes on after the caller's end. */
  staysOpen?: boolean;
}

function startServer(options: ServerOptions) {
  const seen = {
    requests: [] as { url: URL; headers: Headers }[],
    pieces: [] as Uint8Array[],
    ends: [] as string[],
  };
  let leave = () => {};
  const server = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen() {} },
    async (request) => {
      seen.requests.push({ url: new URL(request.url), headers: request.headers });
      if (options.delayMs) await new Promise((resolve) => setTimeout(resolve, options.delayMs));
      const { status = 200 } = options;
      if (status >= 300) return new Response("{}", { status });
      const body = new ReadableStream<Uint8Array<ArrayBuffer>>({
        start(controller) {
          let over = false;
          const side: StreamSide = {
            send: (bytes) => over || controller.enqueue(bytes),
            end() {
              if (!over) controller.close();
              over = true;
            },
          };
          leave = side.end;
          void (async () => {
            try {
              for await (const piece of request.body!) {
                seen.pieces.push(piece);
                options.onPiece?.(seen.pieces.length, side);
              }
              seen.ends.push("end");
              if (!options.staysOpen) side.end();
            } catch {
              seen.ends.push("broken");
              side.end();
            }
          })();
        },
      });
      return new Response(body, { status, headers: options.head ?? HEAD });
    },
  );
  const url = `http://127.0.0.1:${server.addr.port}/speech-to-speech-stream`;
  const stop = () => {
    leave();
    return server.shutdown();
  };
  return { url, seen, stop };
}

async function call(
  serverOptions: ServerOptions,
  options: Partial<PhoneCallOptions> & { steps?: unknown[] } = {},
): Promise<{ report: AvrHttpCallReport; seen: ReturnType<typeof startServer>["seen"] }> {
  const { url, seen, stop } = startServer(serverOptions);
  const { steps = [{ do: "pause", ms: 300 }], ...rest } = options;
  try {
    const report = await placeAvrHttpCall({
      url,
      clock: quickClock,
      speech,
      script: Script.parse({ name: "test", steps }),
      ...rest,
    });
    return { report, seen };
  } finally {
    await stop();
  }
}

const tone = new Uint8Array(
  Int16Array.from({ length: 160 }, (_, i) => Math.sin(i / 3) * 8000).buffer,
);
const rules = ({ breaches }: AvrHttpCallReport) => breaches.map(({ rule }) => rule);
const loudMs = ({ heard }: AvrHttpCallReport) =>
  heard.reduce((sum, byte) => sum + (byte === SILENCE ? 0 : 1), 0) / 8;

/** Sends so many frames on time. */
function speak(side: StreamSide, frames: number): void {
  const beganMs = performance.now();
  let sent = 0;
  const timer = setInterval(() => {
    for (; sent < frames && performance.now() - beganMs >= sent * 20; sent++) side.send(tone);
    if (sent === frames) clearInterval(timer);
  }, 5);
}

Deno.test("one POST carries the call's name and raw sound, and its answer streams at the same time", async () => {
  const { report, seen } = await call({ onPiece: (nth, side) => nth === 5 && speak(side, 25) }, {
    clock: systemClock,
    token: "t0ken",
    variables: { order: "A-17" },
    conversationId: "u-1",
    steps: [{ do: "listen", quietMs: 400 }],
  });
  assertEquals([report.breaches, report.endedBy, report.scriptError], [[], "caller", null]);
  const [{ url, headers }] = seen.requests as [{ url: URL; headers: Headers }];
  assertEquals(url.pathname, "/speech-to-speech-stream/t0ken");
  assertEquals(url.searchParams.get("order"), "A-17");
  assertEquals([headers.get("x-uuid"), headers.get("content-type")], ["u-1", "audio/x-raw"]);
  assert(seen.pieces.every(({ length }) => length === 320));
  assertEquals([report.callId, seen.ends], ["u-1", ["end"]]);
  assert(loudMs(report) > 450 && loudMs(report) <= 500, `${loudMs(report)}`);
  assertEquals(report.flow.frames, 25);
});

Deno.test("what the caller says reaches the server untouched, in frames or in pieces of frames", async () => {
  const { id } = speech.byId("caller-yes");
  for (const split of [false, true]) {
    const { report, seen } = await call({}, { split, steps: [{ do: "say", recording: id }] });
    assertEquals(rules(report), []);
    const bytes = Uint8Array.from(seen.pieces.flatMap((one) => [...one]));
    assertEquals(speech.recognise(encodeUlaw(new Int16Array(bytes.buffer)))?.id, id);
    assertEquals(seen.pieces.some(({ length }) => length % 2 === 1), split);
  }
});

Deno.test("the end of the answer is the server's end of the call", async () => {
  const { report } = await call({ onPiece: (nth, side) => nth === 10 && side.end() }, {
    steps: [{ do: "expect_end" }],
  });
  assertEquals([rules(report), report.endedBy, report.scriptError], [[], "server", null]);
});

Deno.test("a line that the script breaks is seen by the server and is no fault of its", async () => {
  const { report, seen } = await call({}, { steps: [{ do: "pause", ms: 100 }, { do: "drop" }] });
  assertEquals([rules(report), report.endedBy, seen.ends], [[], "dropped", ["broken"]]);
});

const BROKEN: [string, string, ServerOptions][] = [
  ["STATUS", "another status", { status: 201 }],
  ["HEADERS", "a body of another type", { head: { "content-type": "audio/x-raw" } }],
  ["HEADERS_LATE", "an answer that lets wait", { delayMs: 250 }],
  ["AHEAD", "sound that comes all at once", {
    onPiece(nth, side) {
      if (nth !== 3) return;
      for (let i = 0; i < 100; i++) side.send(tone);
      side.end();
    },
  }],
  ["ODD_TOTAL", "half a sample", {
    onPiece(nth, side) {
      if (nth !== 3) return;
      side.send(new Uint8Array(321));
      side.end();
    },
  }],
  ["LEFT_OPEN", "an answer that never ends", { staysOpen: true }],
];
for (const [rule, what, server] of BROKEN) {
  Deno.test(`${what} is a breach`, async () => {
    const ends = server.onPiece !== undefined;
    const { report } = await call(server, ends ? { steps: [{ do: "expect_end" }] } : {});
    assertEquals([rules(report), report.endedBy], [[rule], ends ? "server" : "caller"]);
  });
}

Deno.test("an answer that breaks off is a breach, and the call is lost", async () => {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const served = (async () => {
    const connection = await listener.accept();
    await connection.read(new Uint8Array(4096));
    const head = "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\n" +
      "cache-control: no-cache\r\ntransfer-encoding: chunked\r\n\r\n2\r\n\0\0\r\n";
    await connection.write(new TextEncoder().encode(head));
    await connection.read(new Uint8Array(4096));
    connection.close();
    listener.close();
  })();
  const report = await placeAvrHttpCall({
    url: `http://127.0.0.1:${listener.addr.port}/`,
    clock: quickClock,
    speech,
    script: Script.parse({ name: "test", steps: [{ do: "expect_end" }] }),
  });
  await served;
  assertEquals([rules(report), report.endedBy], [["CUT"], "server_lost"]);
});

Deno.test("a refusal is told with its status, an abort hangs up, and keys cannot be pressed", async () => {
  await assertRejects(() => call({ status: 500 }), CallRefused, "HTTP 500");
  const abort = new AbortController();
  const { report } = await call({ onPiece: (nth) => nth === 2 && abort.abort() }, {
    signal: abort.signal,
    steps: [{ do: "expect_end" }],
  });
  assertEquals(report.endedBy, "caller");
  await assertRejects(() => call({}, { steps: [{ do: "press", digits: "1" }] }), Error, "press");
});

Deno.test("a call that is called off before the answer rejects with the reason", async () => {
  const abort = new AbortController();
  const reason = new Error("called off");
  setTimeout(() => abort.abort(reason), 50);
  const refused = await assertRejects(() => call({ delayMs: 300 }, { signal: abort.signal }));
  assertEquals(refused, reason);
});
