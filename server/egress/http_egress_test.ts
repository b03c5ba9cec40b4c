// The rules of egress against real connections: where it goes, how long it waits, how much it takes.
import { assert, assertEquals, assertFalse } from "@std/assert";
import { ManualClock } from "../clock.ts";
import type { EgressAnswer, EgressRequest } from "./egress.ts";
import { createEgress, type EgressOptions } from "./http_egress.ts";

const SECRET = "ZEBRA-42";
const LIMITS = { timeoutMs: 5000, maxBytes: 65_536 };

function refused(answer: EgressAnswer): { code: string; detail: string; sent?: true } {
  assert(!answer.ok, "expected a refusal");
  assertFalse(answer.detail.includes(SECRET), `tells too much: ${answer.detail}`);
  const { ok: _, ...rest } = answer;
  return rest;
}

/** An egress that may reach this machine, and finds every name here. */
function local(options: Partial<EgressOptions> = {}) {
  const resolve = () => Promise.resolve(["127.0.0.1"]);
  return createEgress({ allowPrivate: true, allowedHosts: [], resolve, ...options });
}

async function withServer(
  answer: (request: Request) => Response | Promise<Response>,
  use: (origin: string, port: number) => Promise<void>,
): Promise<void> {
  const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen() {} }, answer);
  try {
    await use(`http://127.0.0.1:${server.addr.port}`, server.addr.port);
  } finally {
    await server.shutdown();
  }
}

/** A body that goes on for ever; `onPart` runs before each part. */
function endless(part: Uint8Array, onPart: (sent: number) => void = () => {}): Response {
  let sent = 0;
  return new Response(
    new ReadableStream({
      pull(controller) {
        onPart(sent += part.length);
        controller.enqueue(part);
      },
    }),
  );
}

const PRIVATE_URLS = [
  "http://127.0.0.1/",
  "http://2130706433/",
  "http://0x7f.1/",
  "http://0177.0.0.1/",
  "http://127.1/",
  "http://0/",
  "http://0.0.0.0:8080/",
  "http://[::1]/",
  "http://[::]/",
  "http://[::ffff:127.0.0.1]/",
  "http://[::ffff:a9fe:a9fe]/",
  "http://[fd00::1]/",
  "http://169.254.169.254/latest/meta-data/",
  "http://10.0.0.7/",
  "http://①②⑦.0.0.1/",
  "https://192.168.1.1/",
];

for (const url of PRIVATE_URLS) {
  Deno.test(`O-28: ${url} is a private address`, async () => {
    const egress = createEgress({
      allowPrivate: false,
      allowedHosts: [],
      resolve: () => Promise.reject(new Error("a literal needs no resolver")),
    });
    assertEquals(refused(await egress({ url, ...LIMITS })).code, "private_address");
  });
}

for (const name of ["localhost", "LOCALHOST"]) {
  Deno.test(`O-28: the system's own answer for ${name} is a private address`, async () => {
    const egress = createEgress({ allowPrivate: false, allowedHosts: [] });
    const answer = await egress({ url: `http://${name}:9/`, ...LIMITS });
    assertEquals(refused(answer).code, "private_address");
  });
}

const NAMES: Record<string, { addresses: string[]; code: string }> = {
  "has a private address beside a public one": {
    addresses: ["8.8.8.8", "10.0.0.1"],
    code: "private_address",
  },
  "has a private IPv6 address beside a public one": {
    addresses: ["8.8.8.8", "::1"],
    code: "private_address",
  },
  "has no address": { addresses: [], code: "dns" },
};

for (const [what, { addresses, code }] of Object.entries(NAMES)) {
  Deno.test(`a name that ${what} is not asked`, async () => {
    const resolve = () => Promise.resolve(addresses);
    const egress = createEgress({ allowPrivate: false, allowedHosts: [], resolve });
    assertEquals(refused(await egress({ url: "https://crm.example/", ...LIMITS })).code, code);
  });
}

Deno.test("the metadata address is not asked even where private addresses are", async () => {
  const egress = local({ resolve: () => Promise.resolve(["169.254.169.254"]) });
  const answer = await egress({ url: "http://crm.example/", ...LIMITS });
  assertEquals(refused(answer).code, "private_address");
});

const BAD_URLS = [
  `not a url ${SECRET}`,
  `ftp://crm.example/${SECRET}`,
  "file:///etc/passwd",
  `https://user:${SECRET}@crm.example/`,
  `data:text/plain,${SECRET}`,
];
for (const url of BAD_URLS) {
  Deno.test(`"${url}" is not an address to ask`, async () => {
    assertEquals(refused(await local()({ url, ...LIMITS })).code, "bad_url");
  });
}

const HOSTS: [allowed: string, url: string, goes: boolean][] = [
  ["crm.example", "http://crm.example:1/", true],
  ["CRM.example", "http://crm.example.:1/", true],
  ["crm.example:1", "http://crm.example:1/", true],
  ["crm.example:2", "http://crm.example:1/", false],
  ["crm.example:443", "https://crm.example/", true],
  ["*.example", "http://crm.example:1/", true],
  ["*.example", "http://crmexample:1/", false],
  ["crm.example", "http://evil-crm.example:1/", false],
  ["crm.example", "http://crm.example.evil:1/", false],
];
for (const [allowed, url, goes] of HOSTS) {
  Deno.test(`with "${allowed}" allowed, ${url} is ${goes ? "asked" : "refused"}`, async () => {
    const egress = local({ allowedHosts: [allowed], resolve: () => Promise.resolve([]) });
    assertEquals(refused(await egress({ url, ...LIMITS })).code, goes ? "dns" : "bad_url");
  });
}

Deno.test("the connection goes to the checked address, whatever the name says later", async () => {
  await withServer(
    (request) => Response.json({ host: request.headers.get("host") }),
    async (_origin, port) => {
      let asked = 0;
      const resolve = () => Promise.resolve([asked++ === 0 ? "127.0.0.1" : "10.9.9.9"]);
      const url = `http://name-that-nobody-has.invalid:${port}/x`;
      const answer = await local({ resolve })({ url, ...LIMITS });
      assert(answer.ok);
      assertEquals(JSON.parse(answer.text), { host: `name-that-nobody-has.invalid:${port}` });
      assertEquals(asked, 1);
    },
  );
});

Deno.test("method, headers and body arrive; headers of the connection stay ours", async () => {
  const seen = async (request: Request) =>
    Response.json({
      method: request.method,
      query: new URL(request.url).search,
      key: request.headers.get("x-key"),
      host: request.headers.get("host"),
      encoding: request.headers.get("accept-encoding"),
      body: await request.text(),
    }, { status: 201, headers: { "x-more": "yes" } });
  await withServer(seen, async (origin) => {
    const answer = await local()({
      url: `${origin}/orders?q=1`,
      method: "POST",
      headers: { "x-key": SECRET, Host: "evil.example", "Content-Length": "1" },
      body: '{"words":"Grüße"}',
      ...LIMITS,
    });
    assert(answer.ok);
    assertEquals([answer.status, answer.headers.get("x-more")], [201, "yes"]);
    assertEquals(JSON.parse(answer.text), {
      method: "POST",
      query: "?q=1",
      key: SECRET,
      host: origin.replace("http://", ""),
      encoding: "identity",
      body: '{"words":"Grüße"}',
    });
  });
});

for (const status of [301, 302, 303, 304, 307, 308]) {
  Deno.test(`O-28: an answer of ${status} is not followed`, async () => {
    let requests = 0;
    const answerIt = () => {
      requests++;
      return new Response(null, { status, headers: { location: `/again?${SECRET}` } });
    };
    await withServer(answerIt, async (origin) => {
      const answer = await local()({ url: `${origin}/?key=${SECRET}`, ...LIMITS });
      assertEquals(refused(answer).code, "redirect");
      assertEquals(requests, 1);
    });
  });
}

Deno.test("O-28: an answer that announces more than the limit is not read", async () => {
  const announce = () => new Response(new Uint8Array(200_000));
  await withServer(announce, async (origin) => {
    const answer = await local()({ url: `${origin}/?${SECRET}`, ...LIMITS });
    assertEquals(refused(answer), {
      code: "too_large",
      detail: `the answer of ${origin.replace("http://", "")} is larger than 65536 bytes`,
      sent: true,
    });
  });
});

Deno.test("O-28: of an answer of 100 MB no more is taken than fits under way", async () => {
  let sentBytes = 0;
  const part = new Uint8Array(65_536);
  await withServer(
    () =>
      endless(part, (sent) => {
        sentBytes = sent;
        if (sent > 100_000_000) throw new Error("all of it was read");
      }),
    async (origin) => {
      const answer = await local()({ url: origin, timeoutMs: 5000, maxBytes: 1_000_000 });
      assertEquals(refused(answer).code, "too_large");
    },
  );
  assert(sentBytes < 50_000_000, `the server got rid of ${sentBytes} bytes`);
});

Deno.test("O-28: an answer that drips is given up at the deadline, not at the last byte", async () => {
  const clock = new ManualClock();
  const drip = () => endless(new Uint8Array([65]), (sent) => sent === 50 && clock.advance(5000));
  await withServer(drip, async (origin) => {
    const answer = await local({ clock })({ url: origin, ...LIMITS });
    const { code, sent } = refused(answer);
    assertEquals([code, sent], ["timeout", true]);
  });
  assertEquals(clock.pending, 0);
});

Deno.test("the deadline counts finding the name too, and then nothing was sent", async () => {
  const clock = new ManualClock();
  const resolve = () => {
    clock.advance(5000);
    return new Promise<string[]>(() => {});
  };
  const answer = await local({ clock, resolve })({ url: "http://crm.example/", ...LIMITS });
  assertEquals(refused(answer), {
    code: "timeout",
    detail: "no whole answer from crm.example within 5000 ms",
  });
});

Deno.test("a request can be called off before and while it runs", async () => {
  const stop = new AbortController();
  const answerIt = () => {
    stop.abort();
    return endless(new Uint8Array([65]));
  };
  await withServer(answerIt, async (origin) => {
    const running = await local()({ url: origin, signal: stop.signal, ...LIMITS });
    assertEquals(refused(running).code, "aborted");
    const late = await local()({ url: origin, signal: stop.signal, ...LIMITS });
    assertEquals(refused(late), {
      code: "aborted",
      detail: `the request to ${origin.replace("http://", "")} was called off`,
    });
  });
});

Deno.test("where nobody listens nothing was sent", async () => {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { port } = listener.addr;
  listener.close();
  const answer = refused(await local()({ url: `http://127.0.0.1:${port}/?${SECRET}`, ...LIMITS }));
  assertEquals([answer.code, answer.sent], ["connect", undefined]);
  assert(answer.detail.includes("ECONNREFUSED"), answer.detail);
});

/** Reads what comes and answers with `bytes`, then hangs up: what HTTP servers do when they die. */
async function withRawServer(bytes: string, use: (origin: string) => Promise<void>): Promise<void> {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const serving = (async () => {
    const connection = await listener.accept();
    await connection.read(new Uint8Array(4096));
    if (bytes !== "") await connection.write(new TextEncoder().encode(bytes));
    connection.close();
  })();
  await use(`http://127.0.0.1:${listener.addr.port}`);
  await serving;
  listener.close();
}

const BROKEN: Record<string, string> = {
  "nothing": "",
  "half an answer": "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf",
  "half a chunk": "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n40\r\nhalf",
  "no HTTP": "SSH-2.0-OpenSSH_9.9\r\n",
  "fifty times that it goes on": "HTTP/1.1 100 Continue\r\n\r\n".repeat(50) +
    "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n",
  "another protocol":
    "HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: x\r\n\r\n",
};
for (const [what, bytes] of Object.entries(BROKEN)) {
  Deno.test(`a server that answers ${what} and hangs up may have carried the request out`, async () => {
    await withRawServer(bytes, async (origin) => {
      const { code, sent } = refused(await local()({ url: origin, ...LIMITS }));
      assertEquals([code, sent], ["connect", true]);
    });
  });
}

Deno.test("a header that no header may be is refused without telling it", async () => {
  await withServer(() => new Response("ok"), async (origin) => {
    const headers = { authorization: `Bearer ${SECRET}\nx: y` };
    assertEquals(refused(await local()({ url: origin, headers, ...LIMITS })).code, "bad_url");
  });
});

const BY_FETCH: Record<string, { answer: () => Response; request?: Partial<EgressRequest> }> = {
  redirect: { answer: () => Response.redirect("http://127.0.0.1:1/") },
  too_large: { answer: () => endless(new Uint8Array(65_536)) },
};
for (const [code, { answer }] of Object.entries(BY_FETCH)) {
  Deno.test(`over fetch too: ${code}`, async () => {
    await withServer(answer, async (origin) => {
      assertEquals(refused(await local({ fetch })({ url: origin, ...LIMITS })).code, code);
    });
  });
}

Deno.test("over fetch too: text, deadline and refused addresses", async () => {
  const clock = new ManualClock();
  const answerIt = (request: Request) =>
    request.url.endsWith("/drip")
      ? endless(new Uint8Array([65]), (sent) => sent === 50 && clock.advance(5000))
      : new Response("well");
  await withServer(answerIt, async (origin) => {
    const egress = local({ fetch, clock });
    const answer = await egress({ url: origin, ...LIMITS });
    assert(answer.ok);
    assertEquals([answer.status, answer.text], [200, "well"]);
    assertEquals(refused(await egress({ url: `${origin}/drip`, ...LIMITS })).code, "timeout");
    const strict = createEgress({ allowPrivate: false, allowedHosts: [], fetch });
    assertEquals(refused(await strict({ url: origin, ...LIMITS })).code, "private_address");
  });
});
