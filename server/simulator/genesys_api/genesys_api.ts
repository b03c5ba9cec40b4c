// A strict stand-in for the parts of Genesys Cloud's public API that data actions need: token, action, schemas,
// execute. Written from Genesys' published API description, not from our client; one origin for login and API.
import { type Clock, systemClock } from "../../clock.ts";
import { actionBody, apiError, faultAnswer, refusedArguments, tokenError } from "./api_answers.ts";
import type { Endpoint, Fault, GenesysApi, SeenRequest, SimulatedAction } from "./api_types.ts";

export interface GenesysApiOptions {
  actions: readonly SimulatedAction[];
  faults?: readonly Fault[];
  clientId?: string;
  clientSecret?: string;
  /** How long a token is good; Genesys: a day. */
  expiresInSeconds?: number;
  clock?: Clock;
}

const ACTIONS = /^\/api\/v2\/integrations\/actions\/([^/]+)(?:\/(execute|test|schemas\/[^/]+))?$/;

/** Listens on 127.0.0.1 and a free port. */
export function startGenesysApi(options: GenesysApiOptions): GenesysApi {
  const api = new Api(options);
  const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen() {} }, api.answer);
  return {
    url: `http://127.0.0.1:${server.addr.port}`,
    requests: api.requests,
    violations: api.violations,
    get tokensIssued() {
      return api.tokensIssued;
    },
    expireTokens: () => api.expireTokens(),
    addFault: (fault) => api.addFault(fault),
    seen: (endpoint, count = 1) => api.seen(endpoint, count),
    async close() {
      api.release();
      await server.shutdown();
    },
  };
}

class Api {
  readonly requests: SeenRequest[] = [];
  readonly violations: string[] = [];
  tokensIssued = 0;
  readonly #options: GenesysApiOptions;
  readonly #clock: Clock;
  #faults: { fault: Fault; left: number }[];
  #tokens = new Map<string, number>();
  #held: (() => void)[] = [];
  #waiting: { endpoint: Endpoint; count: number; tell: () => void }[] = [];

  constructor(options: GenesysApiOptions) {
    this.#options = options;
    this.#clock = options.clock ?? systemClock;
    this.#faults = (options.faults ?? []).map((fault) => ({ fault, left: fault.times ?? 1 }));
  }

  addFault(fault: Fault): void {
    this.#faults.push({ fault, left: fault.times ?? 1 });
  }

  expireTokens(): void {
    this.#tokens.clear();
  }

  seen(endpoint: Endpoint, count: number): Promise<void> {
    return new Promise((tell) => {
      this.#waiting.push({ endpoint, count, tell });
      this.#tellWaiting();
    });
  }

  /** Lets go of the requests that hang. */
  release(): void {
    for (const letGo of this.#held.splice(0)) letGo();
  }

  answer = async (request: Request): Promise<Response> => {
    const url = new URL(request.url);
    const text = await request.text();
    const endpoint = endpointOf(url.pathname);
    this.requests.push({
      endpoint,
      method: request.method,
      path: url.pathname + url.search,
      body: endpoint === "execute" ? parsed(text) : null,
    });
    this.#tellWaiting();
    if (endpoint === "unknown") {
      return this.#refuse(`no such address: ${request.method} ${url.pathname}`, 404);
    }
    const struck = this.#strike(endpoint);
    if (struck !== undefined) return await this.#misbehave(struck);
    return endpoint === "token" ? this.#token(request, text) : this.#api(request, text);
  };

  #tellWaiting(): void {
    this.#waiting = this.#waiting.filter(({ endpoint, count, tell }) => {
      const come = this.requests.filter((request) => request.endpoint === endpoint).length;
      if (come < count) return true;
      tell();
      return false;
    });
  }

  #strike(endpoint: Endpoint): Fault | undefined {
    const found = this.#faults.find(({ fault, left }) => fault.at === endpoint && left > 0);
    if (found) found.left--;
    return found?.fault;
  }

  async #misbehave({ does }: Fault): Promise<Response> {
    if (does === "cut") {
      return new Response(new ReadableStream({ pull: (body) => body.error(new Error("cut")) }));
    }
    if (does === "hang") {
      await new Promise<void>((letGo) => this.#held.push(letGo));
      return faultAnswer(503, undefined);
    }
    if ("malformed" in does) {
      return new Response(does.malformed, { headers: { "content-type": "application/json" } });
    }
    return faultAnswer(does.status, does.retryAfterSeconds);
  }

  #refuse(violation: string, status: number): Response {
    this.violations.push(violation);
    return apiError(status, {
      code: status === 404 ? "not.found" : "bad.request",
      message: violation,
    });
  }

  /** POST /oauth/token of the login host, client credentials grant (RFC 6749 § 4.4). */
  #token(request: Request, text: string): Response {
    const { clientId = "client", clientSecret = "secret", expiresInSeconds = 86_399 } =
      this.#options;
    if (request.method !== "POST") return this.#refuse("a token is asked for by POST", 405);
    if (!request.headers.get("content-type")?.startsWith("application/x-www-form-urlencoded")) {
      this.violations.push("the token request is not application/x-www-form-urlencoded");
      return tokenError(400, "invalid_request", "wrong content type");
    }
    if (new URLSearchParams(text).get("grant_type") !== "client_credentials") {
      this.violations.push("the token request names no grant_type client_credentials");
      return tokenError(400, "unsupported_grant_type", "grant_type is not client_credentials");
    }
    if (request.headers.get("authorization") !== `Basic ${btoa(`${clientId}:${clientSecret}`)}`) {
      return tokenError(400, "invalid_client", "client not found: invalid_request");
    }
    this.tokensIssued++;
    const token = `token-${this.tokensIssued}-${crypto.randomUUID()}`;
    this.#tokens.set(token, this.#clock.now() + expiresInSeconds * 1000);
    return Response.json({
      access_token: token,
      token_type: "bearer",
      expires_in: expiresInSeconds,
    });
  }

  #api(request: Request, text: string): Response {
    const [scheme, token = ""] = (request.headers.get("authorization") ?? "").split(" ");
    if (scheme !== "Bearer" || token === "") return this.#refuse("no bearer token", 401);
    if ((this.#tokens.get(token) ?? -1) <= this.#clock.now()) {
      return apiError(401, { code: "bad.credentials", message: "Invalid login credentials." });
    }
    const url = new URL(request.url);
    const [, id = "", rest = ""] = ACTIONS.exec(url.pathname) ?? [];
    const action = this.#options.actions.find((known) => known.id === decodeURIComponent(id));
    if (!action) {
      return apiError(404, {
        code: "not.found",
        message: `The requested action ${id} is not there.`,
      });
    }
    if (rest === "execute") return this.#execute(request, { action, text });
    if (request.method !== "GET") return this.#refuse(`${request.method} of ${url.pathname}`, 405);
    switch (rest) {
      case "":
        return Response.json(actionBody(action, url.searchParams.get("includeConfig") === "true"));
      case "schemas/inputschema.json":
        return Response.json(action.input);
      case "schemas/successschema.json":
        return Response.json(action.success);
      default:
        return this.#refuse(`no schema ${rest}`, 404);
    }
  }

  #execute(
    request: Request,
    { action, text }: { action: SimulatedAction; text: string },
  ): Response {
    if (request.method !== "POST") return this.#refuse("an action is executed by POST", 405);
    if (!request.headers.get("content-type")?.startsWith("application/json")) {
      return this.#refuse("the arguments are not application/json", 415);
    }
    const args = parsed(text);
    const refused = refusedArguments(action, args);
    if (refused !== null) return apiError(400, { code: "bad.request", message: refused });
    return Response.json(action.answer(args as Record<string, unknown>) ?? null);
  }
}

function endpointOf(path: string): Endpoint | "unknown" {
  if (path === "/oauth/token") return "token";
  const [matched, , rest = ""] = ACTIONS.exec(path) ?? [];
  if (matched === undefined) return "unknown";
  if (rest === "") return "action";
  if (rest === "execute") return "execute";
  // "test" runs an action too, but for its author: step by step, in another shape.
  return rest === "test" ? "unknown" : "schema";
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
