// What the stand-in for Genesys' public API is made of: its actions, how it may misbehave, what it saw. Types only.

type JsonObject = Readonly<Record<string, unknown>>;

/** A published data action. */
export interface SimulatedAction {
  /** As Genesys writes them: "custom_-_" and a UUID. */
  id: string;
  name: string;
  category?: string;
  /** What the action does at the other end; shown only with `includeConfig`. */
  requestType: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** JSON Schema of the body of `execute`. */
  input: JsonObject;
  /** JSON Schema of a successful answer. */
  success: JsonObject;
  answer(args: JsonObject): unknown;
}

/** Where a fault strikes. */
export type Endpoint = "token" | "action" | "schema" | "execute";

export interface Fault {
  at: Endpoint;
  does:
    /** Answers with this status and Genesys' error body; `retryAfterSeconds` as header. */
    | { status: number; retryAfterSeconds?: number }
    /** 200 with this text instead of JSON. */
    | { malformed: string }
    /** No answer until the stand-in is closed. */
    | "hang"
    /** The connection is cut without an answer. */
    | "cut";
  /** How often; default 1. */
  times?: number;
}

export interface SeenRequest {
  endpoint: Endpoint | "unknown";
  method: string;
  path: string;
  /** Of `execute`: the arguments. */
  body: unknown;
}

export interface GenesysApi {
  /** One origin for login and API: the base of both. */
  readonly url: string;
  readonly requests: readonly SeenRequest[];
  /** What a client did that Genesys would not take. Empty at the end of a good test. */
  readonly violations: readonly string[];
  readonly tokensIssued: number;
  /** Every token issued so far is no longer taken. */
  expireTokens(): void;
  addFault(fault: Fault): void;
  /** Resolves once `count` requests have come to this endpoint. */
  seen(endpoint: Endpoint, count?: number): Promise<void>;
  close(): Promise<void>;
}
