// The three published signatures (audiohook § 2.5): A of the portal, B with its table of verdicts, C from live Genesys.
import { assert, assertEquals } from "@std/assert";
import { createKeyRing } from "./keys.ts";
import { readSignature, type SignatureReading } from "./signature.ts";

interface Vector {
  apiKey: string;
  secret: string;
  authority: string;
  target: string;
  headers: Record<string, string>;
  createdS: number;
}

const SAMPLE_KEY = "SGVsbG8sIEkgYW0gdGhlIEFQSSBrZXkh";
const SAMPLE_SECRET = "TXlTdXBlclNlY3JldEtleVRlbGxOby0xITJAMyM0JDU=";
const CLIENT_ORDER = '("@request-target" "@authority" "audiohook-organization-id" ' +
  '"audiohook-session-id" "audiohook-correlation-id" "x-api-key")';

function vector(
  apiKey: string,
  ids: readonly [organization: string, session: string, correlation: string],
  rest: Omit<Vector, "headers" | "apiKey"> & { input: string; mac: string },
): Vector {
  const { input, mac, ...facts } = rest;
  const headers = {
    "audiohook-organization-id": ids[0],
    "audiohook-session-id": ids[1],
    "audiohook-correlation-id": ids[2],
    "x-api-key": apiKey,
    "signature-input": `sig1=${input}`,
    "signature": `sig1=:${mac}:`,
  };
  return { apiKey, headers, ...facts };
}

const A = vector(SAMPLE_KEY, [
  "d7934305-0972-4844-938e-9060eef73d05",
  "30b0e395-84d3-4570-ac13-9a62d8f514c0",
  "e160e428-53e2-487c-977d-96989bf5c99d",
], {
  secret: SAMPLE_SECRET,
  authority: "audiohook.example.com",
  target: "/api/v1/voicebiometrics/ws",
  createdS: 1641013200,
  input: `${CLIENT_ORDER};keyid="${SAMPLE_KEY}";nonce="VGhpc0lzQVVuaXF1ZU5vbmNl"` +
    ';alg="hmac-sha256";created=1641013200;expires=3282026430',
  mac: "NZBwyBHRRyRoeLqy1IzOa9VYBuI8TgMFt2GRDkDuJh4=",
});

const B = vector("demo-api-key-01", [
  "11111111-2222-4333-8444-555555555555",
  "66666666-7777-4888-8999-aaaaaaaaaaaa",
  "bbbbbbbb-cccc-4ddd-8eee-ffffffffffff",
], {
  secret: "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=",
  authority: "bridge.example.test",
  target: "/v1/audiohook/bot?tenant=acme",
  createdS: 1750000000,
  input: `${CLIENT_ORDER};keyid="demo-api-key-01";nonce="AAECAwQFBgcICQoLDA0ODxAR"` +
    ';alg="hmac-sha256";created=1750000000;expires=1750000010',
  mac: "+8EJSLPwDw2BakMygtGrtENqd+WFu6zWNpSQj/7Tnnw=",
});

const C = vector(SAMPLE_KEY, [
  "22352111-6076-492a-8163-514a00723975",
  "386dc26f-6d1d-4cf0-b153-93c43f540874",
  "386dc26f-6d1d-4cf0-b153-93c43f540874",
], {
  secret: SAMPLE_SECRET,
  authority: "pro-grouse-possibly.ngrok-free.app",
  target: "/webhooks/genesys/websocket",
  createdS: 1744210396,
  input: '("@request-target" "audiohook-session-id" "audiohook-organization-id" ' +
    '"audiohook-correlation-id" "x-api-key" "@authority");created=1744210396;expires=1744210406' +
    `;keyid="${SAMPLE_KEY}";nonce="9qAwwlMvkHqzxf0DoOOXVvNe";alg="hmac-sha256"`,
  mac: "Y6jeGihkrFCi3XwNcwQzw1TeDurpB4bZsMAT6KUiGj4=",
});

type Changes = Partial<Omit<Vector, "headers">> & { headers?: Record<string, string> };

async function verdict(vector: Vector, ageS: number, changes: Changes = {}): Promise<string> {
  const { target, authority, createdS, apiKey, secret } = { ...vector, ...changes };
  const headers = new Headers({ ...vector.headers, ...changes.headers });
  const reading = readSignature({ target, authority, headers }, (createdS + ageS) * 1000);
  if (!reading.ok) return reading.fault;
  const secrets = [Uint8Array.fromBase64(secret)];
  const key = createKeyRing([{ key: apiKey, secrets, organizations: [] }]).find(apiKey);
  return await key.verifies(reading.base, reading.mac) ? "verified" : "auth_sig";
}

function replaced(header: "signature" | "signature-input", from: string, to: string): Changes {
  const text = B.headers[header]!;
  assert(text.includes(from));
  return { headers: { [header]: text.replace(from, to) } };
}

Deno.test("A: the portal's published example verifies", async () => {
  assertEquals(await verdict(A, 0), "verified");
});

Deno.test("C: a request captured from live Genesys verifies, in its own order of components", async () => {
  assertEquals(await verdict(C, 0), "verified");
});

Deno.test("B: the signature base is the published one, byte for byte", async () => {
  const { target, authority } = B;
  const parts = { target, authority, headers: new Headers(B.headers) };
  const reading: SignatureReading = readSignature(parts, B.createdS * 1000);
  assert(reading.ok);
  assertEquals(reading.base.length, 560);
  const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", reading.base)).toHex();
  assertEquals(hash, "dc6bd09434219ff2ab556aa86c6a2b872d61175225ca88429b52dc47a8d9f48b");
});

Deno.test("B: accepted from five seconds before it was made to five after it died", async () => {
  const verdicts: string[] = [];
  for (const ageS of [-5.1, -5, 0, 10, 15, 15.1]) verdicts.push(await verdict(B, ageS));
  const ok = "verified";
  assertEquals(verdicts, ["auth_future", ok, ok, ok, ok, "auth_age"]);
});

Deno.test("A-12 B: a rewritten path or host does not verify", async () => {
  assertEquals(await verdict(B, 0, { target: "/v1/audiohook/bot" }), "auth_sig");
  assertEquals(await verdict(B, 0, { target: "/v1//audiohook/bot?tenant=acme" }), "auth_sig");
  assertEquals(await verdict(B, 0, { authority: "other.example.test" }), "auth_sig");
});

Deno.test("B: the secret's text in place of its bytes does not verify", async () => {
  const undecoded = new TextEncoder().encode(B.secret).toBase64();
  assertEquals(await verdict(B, 0, { secret: undecoded }), "auth_sig");
});

Deno.test("B: blanks between components do not matter, an uncovered key and a tag do", async () => {
  const input = "signature-input";
  assertEquals(await verdict(B, 0, replaced(input, '" "@auth', '"  "@auth')), "verified");
  assertEquals(await verdict(B, 0, replaced(input, ' "x-api-key"', "")), "auth_cover");
  assertEquals(await verdict(B, 0, replaced(input, ";created", ';tag="x";created')), "auth_shape");
});

Deno.test("A-04 B: a MAC of the wrong length is false, and no exception", async () => {
  for (const length of [0, 3, 31, 33, 8192]) {
    const mac = `sig1=:${new Uint8Array(length).toBase64()}:`;
    assertEquals(await verdict(B, 0, { headers: { signature: mac } }), "auth_sig");
  }
});
