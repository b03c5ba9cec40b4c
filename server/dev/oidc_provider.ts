// A strict identity provider for tests: it checks what a client must send, lets one person in, and can misbehave in
// each way that a client must notice. Written from OpenID Connect Core and RFC 7636, never from our client.
import { exportJWK, generateKeyPair, SignJWT } from "jose";

export type OidcFault =
  | "wrong_nonce"
  | "wrong_iss"
  | "wrong_response_iss"
  | "wrong_aud"
  | "expired"
  | "alg_none"
  | "strange_key"
  | "no_id_token"
  | "denies"
  | "says_secrets"
  | "broken_token_endpoint"
  | "other_issuer_in_metadata"
  | "other_sub_in_userinfo";

export interface OidcUser {
  sub: string;
  claims: Record<string, unknown>;
  /** Told at the userinfo endpoint only. */
  more?: Record<string, unknown>;
}

interface Granted {
  redirectUri: string;
  challenge: string;
  nonce: string;
  user: OidcUser;
}

export interface OidcClient {
  id: string;
  secret: string;
  redirectUris: readonly string[];
}

export async function startOidcProvider(client: OidcClient) {
  const codes = new Map<string, Granted>();
  const access = new Map<string, OidcUser>();
  const asked: string[] = [];
  const state: { fault: OidcFault | null; user: OidcUser } = {
    fault: null,
    user: { sub: "ana", claims: { name: "Ana Lima", email: "ana@example.com" } },
  };
  let key = await newKey("key-1");
  const strange = await newKey("key-1");
  const server = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen() {} },
    (request) => answer(request),
  );
  const issuer = `http://127.0.0.1:${server.addr.port}`;

  async function answer(request: Request): Promise<Response> {
    const url = new URL(request.url);
    asked.push(url.pathname);
    switch (url.pathname) {
      case "/.well-known/openid-configuration":
        return Response.json(metadata());
      case "/jwks":
        return Response.json({ keys: [key.publicJwk] });
      case "/authorize":
        return authorize(url.searchParams);
      case "/token":
        return await token(request);
      case "/userinfo":
        return userinfo(request);
      default:
        return new Response(null, { status: 404 });
    }
  }

  function metadata() {
    const other = state.fault === "other_issuer_in_metadata";
    return {
      issuer: other ? "https://other.example" : issuer,
      authorization_endpoint: `${issuer}/authorize`,
      token_endpoint: `${issuer}/token`,
      jwks_uri: `${issuer}/jwks`,
      userinfo_endpoint: `${issuer}/userinfo`,
      response_types_supported: ["code"],
      subject_types_supported: ["public"],
      id_token_signing_alg_values_supported: ["ES256"],
      code_challenge_methods_supported: ["S256"],
      authorization_response_iss_parameter_supported: true,
    };
  }

  function authorize(given: URLSearchParams): Response {
    const redirectUri = given.get("redirect_uri") ?? "";
    // RFC 6749 § 4.1.2.1: where the client or its address is not right, nobody is sent anywhere.
    if (given.get("client_id") !== client.id || !client.redirectUris.includes(redirectUri)) {
      return new Response("This client is not known here", { status: 400 });
    }
    const back = new URL(redirectUri);
    const stateGiven = given.get("state") ?? "";
    back.searchParams.set("state", stateGiven);
    back.searchParams.set(
      "iss",
      state.fault === "wrong_response_iss" ? "https://other.example" : issuer,
    );
    const challenge = given.get("code_challenge") ?? "";
    const nonce = given.get("nonce") ?? "";
    const right = given.get("response_type") === "code" && stateGiven.length > 20 &&
      nonce.length > 20 && given.get("code_challenge_method") === "S256" &&
      /^[\w-]{43}$/.test(challenge) && (given.get("scope") ?? "").split(" ").includes("openid");
    if (state.fault === "denies") {
      back.searchParams.set("error", "access_denied");
      back.searchParams.set("error_description", "CANARY: the person pressed no");
    } else if (!right) {
      back.searchParams.set("error", "invalid_request");
    } else {
      const code = crypto.randomUUID();
      codes.set(code, { redirectUri, challenge, nonce, user: state.user });
      back.searchParams.set("code", code);
    }
    return new Response(null, { status: 302, headers: { location: back.href } });
  }

  async function token(request: Request): Promise<Response> {
    if (state.fault === "broken_token_endpoint") return new Response("oh", { status: 503 });
    const body = new URLSearchParams(await request.text());
    if (!knowsClient(request, body)) {
      return Response.json({ error: "invalid_client" }, {
        status: 401,
        headers: { "www-authenticate": "Basic" },
      });
    }
    const code = body.get("code") ?? "";
    const granted = codes.get(code);
    codes.delete(code);
    const verifier = body.get("code_verifier") ?? "";
    const right = granted && body.get("grant_type") === "authorization_code" &&
      body.get("redirect_uri") === granted.redirectUri &&
      await challengeOf(verifier) === granted.challenge;
    if (!right) {
      const said = state.fault === "says_secrets" ? "CANARY invalid" : "invalid_grant";
      return Response.json({ error: said }, { status: 400 });
    }
    const accessToken = crypto.randomUUID();
    access.set(accessToken, granted.user);
    return Response.json({
      access_token: accessToken,
      token_type: "Bearer",
      ...(state.fault !== "no_id_token" && { id_token: await idToken(granted) }),
    }, { headers: { "cache-control": "no-store" } });
  }

  function knowsClient(request: Request, body: URLSearchParams): boolean {
    if (client.secret === "") return body.get("client_id") === client.id;
    // RFC 6749 § 2.3.1: both are form-encoded first.
    const pair = [client.id, client.secret].map(encodeURIComponent).join(":");
    const expected = `Basic ${btoa(pair)}`;
    return request.headers.get("authorization") === expected && !body.has("client_secret");
  }

  async function idToken({ nonce, user }: Granted): Promise<string> {
    const { fault } = state;
    const nowS = Math.floor(Date.now() / 1000);
    const claims = {
      ...user.claims,
      sub: user.sub,
      iss: fault === "wrong_iss" ? "https://other.example" : issuer,
      aud: fault === "wrong_aud" ? "somebody-else" : client.id,
      iat: fault === "expired" ? nowS - 900 : nowS,
      exp: fault === "expired" ? nowS - 60 : nowS + 300,
      nonce: fault === "wrong_nonce" ? "another" : nonce,
    };
    if (fault === "alg_none") {
      const part = (value: unknown) =>
        new TextEncoder().encode(JSON.stringify(value))
          .toBase64({ alphabet: "base64url", omitPadding: true });
      return `${part({ alg: "none" })}.${part(claims)}.`;
    }
    const { privateKey, kid } = fault === "strange_key" ? strange : key;
    return await new SignJWT(claims).setProtectedHeader({ alg: "ES256", kid }).sign(privateKey);
  }

  function userinfo(request: Request): Response {
    const bearer = /^Bearer (.+)$/.exec(request.headers.get("authorization") ?? "")?.[1] ?? "";
    const user = access.get(bearer);
    if (!user) return new Response(null, { status: 401 });
    const sub = state.fault === "other_sub_in_userinfo" ? "eve" : user.sub;
    return Response.json({ ...user.claims, ...user.more, sub });
  }

  return {
    issuer,
    state,
    /** Paths that were asked for. */
    asked,
    async rotateKey() {
      key = await newKey("key-2");
    },
    stop: () => server.shutdown(),
  };
}

async function newKey(kid: string) {
  const { privateKey, publicKey } = await generateKeyPair("ES256");
  const publicJwk = { ...await exportJWK(publicKey), kid, alg: "ES256", use: "sig" };
  return { privateKey, publicJwk, kid };
}

/** RFC 7636 § 4.2. */
async function challengeOf(verifier: string): Promise<string> {
  const hash = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(verifier));
  return new Uint8Array(hash).toBase64({ alphabet: "base64url", omitPadding: true });
}
