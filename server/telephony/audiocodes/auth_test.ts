import { assert, assertEquals } from "@std/assert";
import { SignJWT, UnsecuredJWT } from "jose";
import { ManualClock } from "../../clock.ts";
import { type AuthOptions, createAuth } from "./auth.ts";
import { AUDIENCE, ISSUER, JwksServer } from "./testing/jwks_server.ts";

const clock = new ManualClock({ wallMs: Date.now() });

function verdict(options: Partial<AuthOptions>, authorization?: string) {
  const auth = createAuth({ tokens: [], jwt: null, clock, ...options });
  return auth(new Headers(authorization === undefined ? {} : { authorization }))
    .then((refusal) => refusal?.code ?? "in");
}

Deno.test("A-15 A-17 one of the tokens lets in; a wrong, missing or Basic one does not", async () => {
  const tokens = ["old-secret", "new-secret"];
  assertEquals(await verdict({ tokens }, "Bearer old-secret"), "in");
  assertEquals(await verdict({ tokens }, "bearer new-secret"), "in");
  assertEquals(await verdict({ tokens }), "auth_missing");
  assertEquals(await verdict({ tokens }, "Basic b2xkLXNlY3JldA=="), "auth_shape");
  assertEquals(await verdict({ tokens }, "Bearer"), "auth_shape");
  assertEquals(await verdict({ tokens }, "Bearer old-secret, Bearer x"), "auth_shape");
  assertEquals(await verdict({ tokens }, `Bearer ${"x".repeat(9_000)}`), "auth_shape");
  for (const wrong of ["old-secre", "old-secrets", "OLD-SECRET", "x", "a.b.c"]) {
    assertEquals(await verdict({ tokens }, `Bearer ${wrong}`), "auth_bearer");
  }
});

Deno.test("nobody is let in where nothing is configured, not even with an empty token", async () => {
  assertEquals(await verdict({}, "Bearer x"), "auth_off");
  assertEquals(await verdict({ tokens: [""] }, "Bearer "), "auth_off");
});

function jwt(server: JwksServer) {
  return { jwksUrl: server.url, issuer: ISSUER, audience: AUDIENCE };
}

Deno.test("a JWT of the OAuth server lets in, by each kind of key; its keys are fetched once", async () => {
  await using server = await JwksServer.start();
  const auth = createAuth({ tokens: ["static"], jwt: jwt(server), clock });
  for (const alg of ["RS256", "PS256", "ES256", "RS256"]) {
    const token = await server.token(clock.wall(), { alg });
    assertEquals(await auth(new Headers({ authorization: `Bearer ${token}` })), undefined, alg);
  }
  assertEquals(await auth(new Headers({ authorization: "Bearer static" })), undefined);
  assertEquals(server.asked, 1);
});

Deno.test("a JWT that is too old, too early, for others, of others, or without an end does not", async () => {
  await using server = await JwksServer.start(["RS256"]);
  const auth = createAuth({ tokens: [], jwt: jwt(server), clock });
  const nowS = Math.floor(clock.wall() / 1000);
  for (
    const [claims, detail] of [
      [{ exp: nowS - 10 }, "ERR_JWT_EXPIRED exp"],
      [{ nbf: nowS + 60 }, "ERR_JWT_CLAIM_VALIDATION_FAILED nbf"],
      [{ iss: "https://evil.example" }, "ERR_JWT_CLAIM_VALIDATION_FAILED iss"],
      [{ aud: "another" }, "ERR_JWT_CLAIM_VALIDATION_FAILED aud"],
      [{ exp: undefined }, "ERR_JWT_CLAIM_VALIDATION_FAILED exp"],
    ] as const
  ) {
    const token = await server.token(clock.wall(), { claims: claims as Record<string, number> });
    const refusal = await auth(new Headers({ authorization: `Bearer ${token}` }));
    assertEquals(refusal, { code: "auth_jwt", detail });
  }
});

Deno.test("a JWT that is unsigned, signed with a public key as a secret, or by another does not", async () => {
  await using server = await JwksServer.start(["RS256"]);
  await using other = await JwksServer.start(["RS256"]);
  const auth = createAuth({ tokens: [], jwt: jwt(server), clock });
  const now = Math.floor(clock.wall() / 1000);
  const claims = { iss: ISSUER, aud: AUDIENCE, exp: now + 300 };
  const secret = new TextEncoder().encode(JSON.stringify(await server.publicJwk("RS256")));
  const hmac = await new SignJWT(claims).setProtectedHeader({ alg: "HS256", kid: "RS256" }).sign(
    secret,
  );
  const good = await server.token(clock.wall());
  const [head, body, signature] = good.split(".");
  const bad = [
    new UnsecuredJWT(claims).encode() + "x",
    hmac,
    await other.token(clock.wall()),
    `${head}.${body}.${signature!.slice(0, -4)}AAAA`,
    `${head}.${btoa('{"aud":"hookline"}').replaceAll("=", "")}.${signature}`,
    "a.b.c",
  ];
  for (const token of bad) {
    const refusal = await auth(new Headers({ authorization: `Bearer ${token}` }));
    assertEquals(refusal?.code, "auth_jwt", token);
    assert(!refusal!.detail.includes(token.slice(0, 20)));
  }
});

Deno.test("keys that cannot be had let nobody in, and are asked for again", async () => {
  await using server = await JwksServer.start(["RS256"]);
  const auth = createAuth({ tokens: [], jwt: jwt(server), clock });
  const headers = new Headers({ authorization: `Bearer ${await server.token(clock.wall())}` });
  const answers = [
    () => new Response(null, { status: 500 }),
    () => new Response("no json"),
    () => Response.json({ keys: 3 }),
    () => new Response("x".repeat(300_000)),
    () => Response.redirect("http://127.0.0.1:9/", 302),
  ];
  for (const answer of answers) {
    server.answer = answer;
    assertEquals((await auth(headers))?.code, "auth_keys");
  }
  server.answer = null;
  assertEquals(await auth(headers), undefined);
});

Deno.test("an OAuth server without issuer or audience cannot be checked against", () => {
  for (const missing of [{ issuer: "" }, { audience: "" }]) {
    const jwt = { jwksUrl: "https://x.example/", issuer: ISSUER, audience: AUDIENCE, ...missing };
    let message = "";
    try {
      createAuth({ tokens: [], jwt, clock });
    } catch (error) {
      message = (error as Error).message;
    }
    assert(message.includes("AUDIOCODES_JWT_ISSUER"), message);
  }
});
