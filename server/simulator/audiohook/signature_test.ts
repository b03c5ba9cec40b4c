import { assertEquals, assertNotEquals } from "@std/assert";
import { signRequest } from "./signature.ts";

const SAMPLE = {
  apiKey: "SGVsbG8sIEkgYW0gdGhlIEFQSSBrZXkh",
  secret: Uint8Array.fromBase64("TXlTdXBlclNlY3JldEtleVRlbGxOby0xITJAMyM0JDU="),
};

const VECTOR_B = {
  requestTarget: "/v1/audiohook/bot?tenant=acme",
  authority: "bridge.example.test",
  organizationId: "11111111-2222-4333-8444-555555555555",
  sessionId: "66666666-7777-4888-8999-aaaaaaaaaaaa",
  correlationId: "bbbbbbbb-cccc-4ddd-8eee-ffffffffffff",
  apiKey: "demo-api-key-01",
  secret: Uint8Array.fromBase64("MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY="),
  createdS: 1750000000,
  expiresS: 1750000010,
  nonce: "AAECAwQFBgcICQoLDA0ODxAR",
  order: "sample",
} as const;

Deno.test("vector A: the portal's published example is signed as published", () => {
  const { Signature } = signRequest({
    ...SAMPLE,
    requestTarget: "/api/v1/voicebiometrics/ws",
    authority: "audiohook.example.com",
    organizationId: "d7934305-0972-4844-938e-9060eef73d05",
    sessionId: "30b0e395-84d3-4570-ac13-9a62d8f514c0",
    correlationId: "e160e428-53e2-487c-977d-96989bf5c99d",
    nonce: "VGhpc0lzQVVuaXF1ZU5vbmNl",
    createdS: 1641013200,
    expiresS: 3282026430,
    order: "sample",
  });
  assertEquals(Signature, "sig1=:NZBwyBHRRyRoeLqy1IzOa9VYBuI8TgMFt2GRDkDuJh4=:");
});

Deno.test("vector B: input and signature in the sample client's order", () => {
  const signed = signRequest(VECTOR_B);
  assertEquals(
    signed["Signature-Input"],
    'sig1=("@request-target" "@authority" "audiohook-organization-id" "audiohook-session-id" ' +
      '"audiohook-correlation-id" "x-api-key");keyid="demo-api-key-01";' +
      'nonce="AAECAwQFBgcICQoLDA0ODxAR";alg="hmac-sha256";created=1750000000;expires=1750000010',
  );
  assertEquals(signed.Signature, "sig1=:+8EJSLPwDw2BakMygtGrtENqd+WFu6zWNpSQj/7Tnnw=:");
});

Deno.test("vector C: input and signature in the order of live Genesys, which is the default", () => {
  const signed = signRequest({
    ...SAMPLE,
    requestTarget: "/webhooks/genesys/websocket",
    authority: "pro-grouse-possibly.ngrok-free.app",
    organizationId: "22352111-6076-492a-8163-514a00723975",
    sessionId: "386dc26f-6d1d-4cf0-b153-93c43f540874",
    correlationId: "386dc26f-6d1d-4cf0-b153-93c43f540874",
    nonce: "9qAwwlMvkHqzxf0DoOOXVvNe",
    createdS: 1744210396,
    expiresS: 1744210406,
  });
  assertEquals(
    signed["Signature-Input"],
    'sig1=("@request-target" "audiohook-session-id" "audiohook-organization-id" ' +
      '"audiohook-correlation-id" "x-api-key" "@authority");created=1744210396;' +
      'expires=1744210406;keyid="SGVsbG8sIEkgYW0gdGhlIEFQSSBrZXkh";' +
      'nonce="9qAwwlMvkHqzxf0DoOOXVvNe";alg="hmac-sha256"',
  );
  assertEquals(signed.Signature, "sig1=:Y6jeGihkrFCi3XwNcwQzw1TeDurpB4bZsMAT6KUiGj4=:");
});

Deno.test("whatever is covered changes the signature", () => {
  const original = signRequest(VECTOR_B).Signature;
  const changes = [
    { requestTarget: "/v1/audiohook/bot" },
    { authority: "bridge.example.test:443" },
    { organizationId: VECTOR_B.sessionId },
    { sessionId: VECTOR_B.organizationId },
    { correlationId: VECTOR_B.organizationId },
    { apiKey: "demo-api-key-02" },
    { secret: new TextEncoder().encode("MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=") },
    { createdS: 1750000001 },
    { nonce: "BAECAwQFBgcICQoLDA0ODxAR" },
  ];
  for (const change of changes) {
    assertNotEquals(signRequest({ ...VECTOR_B, ...change }).Signature, original);
  }
});
