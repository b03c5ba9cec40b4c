// Signing in by an identity provider (OpenID Connect, code flow with PKCE). The protocol is openid-client's, which is
// loaded when somebody first comes this way; who comes in is vouched.ts's. What a provider says in words is told to
// nobody: there is a closed set of codes.
import type * as Client from "openid-client";
import type { Clock } from "../clock.ts";
import type { OidcTrouble } from "../contract/oidc_troubles.ts";
import type { Person } from "../contract/person.ts";
import type { Log } from "../observe/log.ts";
import { boundedFetch } from "./bounded_fetch.ts";
import { type Claims, type RoleRules, speaksOfRoles, vouchedBy } from "./oidc_claims.ts";
import type { OidcFlows } from "./oidc_flows.ts";
import { oidcTroubleOf } from "./oidc_trouble_of.ts";
import type { PeopleBook } from "./people_book.ts";
import { signInVouched } from "./vouched.ts";

export interface OidcSettings {
  issuer: string;
  clientId: string;
  /** "": a public client. */
  clientSecret: string;
  /** As the button calls it. */
  name: string;
  scopes: string;
  roles: RoleRules;
}

export interface OidcDoor {
  readonly name: string;
  /** Where to send the browser, and what it must bring back in a cookie. Never rejects. */
  begin(
    asked: { redirectUri: string; goOn: string },
  ): Promise<{ ok: true; url: string; flow: string } | { ok: false; why: OidcTrouble }>;
  /** `query`: with which the provider sent the browser back. Never rejects. */
  finish(
    came: { flow: string; query: string },
  ): Promise<
    | { ok: true; person: Person; goOn: string }
    | { ok: false; why: OidcTrouble; person: Person | null }
  >;
}

export interface OidcDoorOptions {
  settings: OidcSettings;
  book: PeopleBook;
  flows: OidcFlows;
  clock: Clock;
  log: Log;
}

const TIMEOUT_S = 10;
const CLOCK_SKEW_S = 30;
const DISCOVERED_FOR_MS = 3_600_000;
const DISCOVERY_TRIES = 2;

type Metadata = ConstructorParameters<typeof Client.Configuration>[0];

export function createOidcDoor(options: OidcDoorOptions): OidcDoor {
  return new Door(options);
}

class Door implements OidcDoor {
  readonly #options: OidcDoorOptions;
  #discovered: { metadata: Metadata; atMs: number } | null = null;

  constructor(options: OidcDoorOptions) {
    this.#options = options;
  }

  get name(): string {
    return this.#options.settings.name;
  }

  async begin({ redirectUri, goOn }: { redirectUri: string; goOn: string }) {
    try {
      const client = await load();
      const config = await this.#configuration(client);
      const verifier = client.randomPKCECodeVerifier();
      const state = client.randomState();
      const nonce = client.randomNonce();
      const url = client.buildAuthorizationUrl(config, {
        redirect_uri: redirectUri,
        scope: this.#options.settings.scopes,
        code_challenge: await client.calculatePKCECodeChallenge(verifier),
        code_challenge_method: "S256",
        state,
        nonce,
      });
      const begun = { state, nonce, verifier, redirectUri, goOn };
      const flow = await this.#options.flows.begin(begun);
      return { ok: true as const, url: url.href, flow };
    } catch (error) {
      return { ok: false as const, why: await this.#trouble("begin", error) };
    }
  }

  async finish({ flow: name, query }: { flow: string; query: string }) {
    const flow = await this.#options.flows.take(name);
    if (!flow) return { ok: false as const, why: "late" as const, person: null };
    try {
      const client = await load();
      const config = await this.#configuration(client);
      const url = new URL(flow.redirectUri);
      url.search = query;
      const granted = await client.authorizationCodeGrant(config, url, {
        pkceCodeVerifier: flow.verifier,
        expectedState: flow.state,
        expectedNonce: flow.nonce,
        idTokenExpected: true,
      });
      const token = granted.claims();
      if (!token) throw new Error("The provider sent no ID token");
      const claims = await this.#allClaims({ client, config, token, access: granted.access_token });
      const { settings: { roles }, book, clock } = this.#options;
      const vouched = vouchedBy(token.iss, token.sub, { claims, rules: roles });
      const come = await signInVouched({ book, clock }, vouched);
      if (come.ok) return { ok: true as const, person: come.person, goOn: flow.goOn };
      this.#options.log.info("oidc_refused", { why: come.why });
      return { ok: false as const, why: come.why, person: come.person };
    } catch (error) {
      return { ok: false as const, why: await this.#trouble("finish", error), person: null };
    }
  }

  /** The ID token's, and the rest from where the provider tells it, if roles are not in there. */
  async #allClaims(
    { client, config, token, access }: {
      client: typeof Client;
      config: Client.Configuration;
      token: Claims & { sub: string };
      access: string;
    },
  ): Promise<Claims> {
    const { roles } = this.#options.settings;
    const enough = speaksOfRoles(token, roles) && token["name"] !== undefined;
    if (enough || config.serverMetadata().userinfo_endpoint === undefined) return token;
    return { ...await client.fetchUserInfo(config, access, token.sub), ...token };
  }

  /** Of its own for each use, so that no key of the provider outlives the sign-in that it was fetched for. */
  async #configuration(client: typeof Client): Promise<Client.Configuration> {
    const { clientId, clientSecret, issuer } = this.#options.settings;
    const metadata = await this.#discover(client);
    const configuration = new client.Configuration(
      metadata,
      clientId,
      { [client.clockTolerance]: CLOCK_SKEW_S },
      authentication(client, clientSecret, metadata),
    );
    configuration.timeout = TIMEOUT_S;
    configuration[client.customFetch] = boundedFetch;
    if (isPlain(issuer)) client.allowInsecureRequests(configuration);
    client.enableNonRepudiationChecks(configuration);
    return configuration;
  }

  async #discover(client: typeof Client): Promise<Metadata> {
    const { settings: { issuer, clientId }, clock } = this.#options;
    const known = this.#discovered;
    if (known && clock.now() - known.atMs < DISCOVERED_FOR_MS) return known.metadata;
    for (let tries = 1;; tries++) {
      try {
        const found = await client.discovery(new URL(issuer), clientId, undefined, client.None(), {
          timeout: TIMEOUT_S,
          [client.customFetch]: boundedFetch,
          ...(isPlain(issuer) && { execute: [client.allowInsecureRequests] }),
        });
        const metadata = { ...found.serverMetadata() };
        this.#discovered = { metadata, atMs: clock.now() };
        return metadata;
      } catch (error) {
        // A provider that was reached before is worth asking by what it said then.
        if (tries === DISCOVERY_TRIES && known) return known.metadata;
        if (tries === DISCOVERY_TRIES) throw error;
      }
    }
  }

  async #trouble(at: "begin" | "finish", error: unknown): Promise<OidcTrouble> {
    const { why, code } = oidcTroubleOf(error, at);
    await letGo(error);
    this.#options.log.warn("oidc_failed", { at, why, code });
    return why;
  }
}

/** An answer that nobody read would hold its connection. */
async function letGo(error: unknown): Promise<void> {
  if (!(error instanceof Error)) return;
  const answers = [error.cause, "response" in error ? error.response : null];
  for (const answer of answers) {
    if (answer instanceof Response && !answer.bodyUsed) await answer.body?.cancel().catch(() => {});
  }
}

let loading: Promise<typeof Client> | null = null;

/** Nobody else needs it, and most servers have no provider. */
function load(): Promise<typeof Client> {
  loading ??= import("openid-client");
  return loading;
}

function authentication(
  client: typeof Client,
  secret: string,
  { token_endpoint_auth_methods_supported: ways = ["client_secret_basic"] }: Metadata,
): Client.ClientAuth {
  if (secret === "") return client.None();
  return ways.includes("client_secret_basic")
    ? client.ClientSecretBasic(secret)
    : client.ClientSecretPost(secret);
}

function isPlain(issuer: string): boolean {
  return issuer.startsWith("http:");
}
