import { assert, assertEquals } from "@std/assert";
import { ManualClock } from "../../clock.ts";
import { type Admission, admit } from "./admit.ts";
import { createKeyRing, type GenesysKey } from "./keys.ts";
import { ReplayMemory } from "./replay_memory.ts";
import {
  API_KEY,
  CORRELATION,
  headersOf,
  idHeaders,
  ORGANIZATION,
  parametersAt,
  SECRET,
  SESSION,
  type SignedUpgrade,
  signedUpgrade,
} from "./testing/signed_upgrade.ts";

const CREATED_S = 1_750_000_000;
const UPGRADE = { upgrade: "websocket", connection: "Upgrade" };

function gate(key: Partial<GenesysKey> = {}, publicAuthority?: string) {
  const clock = new ManualClock({ wallMs: CREATED_S * 1000 });
  const keys = createKeyRing([{ key: API_KEY, secrets: [SECRET], organizations: [], ...key }]);
  const options = { keys, replays: new ReplayMemory(), clock };
  const authority = publicAuthority === undefined ? {} : { publicAuthority };
  return (headers: Record<string, string>, url = urlOf(signedUpgrade())): Promise<Admission> => {
    // A Request drops Host; a server's request has it.
    const request = new Request(url);
    const all = new Headers({ ...UPGRADE, host: "bridge.example.test", ...headers });
    Object.defineProperty(request, "headers", { value: all });
    Object.defineProperty(request, "url", { value: url });
    return admit(request, { ...options, ...authority });
  };
}

function urlOf(upgrade: SignedUpgrade): string {
  return `http://${upgrade.authority}${upgrade.target}`;
}

async function codeOf(admission: Promise<Admission>): Promise<string> {
  const result = await admission;
  return result.ok ? "ok" : result.code;
}

Deno.test("a signed upgrade is admitted, with the facts of its headers", async () => {
  const headers = { ...headersOf(signedUpgrade()), "user-agent": "GenesysCloud-AudioHook-Client" };
  assertEquals(await gate()(headers), {
    ok: true,
    facts: {
      sessionId: SESSION,
      organizationId: ORGANIZATION,
      correlationId: CORRELATION,
      address: "/audiohook/parcels?tenant=acme",
      signed: true,
      userAgent: "GenesysCloud-AudioHook-Client",
    },
  });
});

Deno.test("A-01 without a key nobody is admitted", async () => {
  const { "x-api-key": _, ...headers } = headersOf(signedUpgrade());
  assertEquals(await codeOf(gate()(headers)), "auth_missing");
  assertEquals(await codeOf(gate()({})), "auth_missing");
});

Deno.test("A-02 with an unknown key nobody is admitted, signed or not", async () => {
  const upgrade = signedUpgrade({
    apiKey: "other",
    parameters: parametersAt(CREATED_S, { key: "other" }),
  });
  assertEquals(await codeOf(gate()(headersOf(upgrade))), "auth_key");
  assertEquals(await codeOf(gate({ secrets: [] })(idHeaders(upgrade))), "auth_key");
});

Deno.test("A-03 with another secret nobody is admitted", async () => {
  const other = signedUpgrade({ secret: new Uint8Array(32) });
  assertEquals(await codeOf(gate()(headersOf(other))), "auth_sig");
});

Deno.test("A-07 the same signed request is admitted once, and a refused one costs no nonce", async () => {
  const admitted = gate();
  const headers = headersOf(signedUpgrade());
  const forged = { ...headers, signature: `sig1=:${new Uint8Array(32).toBase64()}:` };
  assertEquals(await codeOf(admitted(forged)), "auth_sig");
  const codes = await Promise.all(Array.from({ length: 5 }, () => codeOf(admitted(headers))));
  assertEquals(codes.toSorted(), [...Array(4).fill("auth_replay"), "ok"]);
});

Deno.test("A-08 unsigned is admitted only with a key that has no secret", async () => {
  const headers = idHeaders(signedUpgrade());
  assertEquals(await codeOf(gate()(headers)), "auth_unsigned");
  assertEquals(await codeOf(gate({ secrets: [] })(headers)), "ok");
  assertEquals(await codeOf(gate({ secrets: [] })(headersOf(signedUpgrade()))), "auth_no_secret");
});

Deno.test("A-10 half a signature is none, and ids must be UUIDs, once each", async () => {
  const { signature: _, ...half } = headersOf(signedUpgrade());
  assertEquals(await codeOf(gate()(half)), "auth_shape");
  const { "signature-input": __, ...other } = headersOf(signedUpgrade());
  assertEquals(await codeOf(gate()(other)), "auth_shape");
  for (const id of ["organization", "session", "correlation"]) {
    const twice = { [`audiohook-${id}-id`]: `${SESSION}, ${SESSION}` };
    const headers = { ...headersOf(signedUpgrade()), ...twice };
    assertEquals(await codeOf(gate()(headers)), "auth_shape", id);
  }
});

Deno.test("A-11 an organisation that is not on the key's list is named in the detail only", async () => {
  const admission = await gate({ organizations: [SESSION] })(headersOf(signedUpgrade()));
  assert(!admission.ok && admission.code === "auth_org");
  assert(admission.detail.includes(ORGANIZATION));
  const listed = gate({ organizations: [ORGANIZATION.toUpperCase()] });
  assertEquals(await codeOf(listed(headersOf(signedUpgrade()))), "ok");
});

Deno.test("A-12 the host counts as dialled, or as configured where a proxy changes it", async () => {
  const headers = headersOf(signedUpgrade());
  assertEquals(await codeOf(gate()({ ...headers, host: "Bridge.Example.Test:443" })), "ok");
  assertEquals(await codeOf(gate()({ ...headers, host: "10.0.0.7:8080" })), "auth_sig");
  const configured = gate({}, "bridge.example.test");
  assertEquals(await codeOf(configured({ ...headers, host: "10.0.0.7:8080" })), "ok");
});

Deno.test("A-12 the path counts byte for byte, untidied", async () => {
  for (const target of ["/a/../b//c?", '/it\'s?q="%2e|%22"', "/%2E%2e/x?a=b/c//d", "/"]) {
    const upgrade = signedUpgrade({ target });
    assertEquals(await codeOf(gate()(headersOf(upgrade), urlOf(upgrade))), "ok", target);
  }
});

Deno.test("a doubled slash is mended for routing only, and never in the query", async () => {
  const upgrade = signedUpgrade({ target: "//audiohook//parcels?next=//x" });
  const admission = await gate()(headersOf(upgrade), urlOf(upgrade));
  assert(admission.ok);
  assertEquals(admission.facts.address, "/audiohook/parcels?next=//x");
});

Deno.test("A-13 a browser is refused before anything else, a plain request too", async () => {
  const headers = headersOf(signedUpgrade());
  assertEquals(await codeOf(gate()({ ...headers, origin: "https://x.test" })), "origin");
  assertEquals(await codeOf(gate()({ ...headers, upgrade: "h2c" })), "not_websocket");
  assertEquals(await codeOf(gate()({ ...headers, upgrade: "WebSocket" })), "ok");
});

Deno.test("no refusal's detail holds a key or a signature", async () => {
  const headers = headersOf(signedUpgrade());
  const attempts: Record<string, string>[] = [
    { ...headers, signature: "sig1=:AAAA:" },
    { ...headers, "x-api-key": "other-key" },
    { ...headers, "signature-input": headers["signature-input"] + ";x=1" },
    idHeaders(signedUpgrade()),
  ];
  for (const attempt of attempts) {
    const admission = await gate()(attempt);
    assert(!admission.ok);
    for (const secret of [API_KEY, "other-key", "nonce-0", "AAAA"]) {
      assert(!admission.detail.includes(secret), admission.detail);
    }
  }
});
