// The bodies of Genesys' public API, errors among them. Pure.
import type { SimulatedAction } from "./api_types.ts";

/** The error body of every address under /api/v2. */
export function apiError(
  status: number,
  { code, message, headers = {} }: {
    code: string;
    message: string;
    headers?: Record<string, string>;
  },
): Response {
  const contextId = "5e0f3d2c-1b7a-4f55-9c1e-0a1b2c3d4e5f";
  return Response.json({ message, code, status, contextId, details: [], errors: [] }, {
    status,
    headers: { ...headers, "inin-correlation-id": contextId },
  });
}

/** The error body of /oauth/token. */
export function tokenError(status: number, error: string, description: string): Response {
  return Response.json({ error, description, error_description: description }, { status });
}

export function faultAnswer(
  status: number,
  retryAfterSeconds: number | undefined,
): Response {
  const code = status === 429 ? "too.many.requests" : status === 401 ? "bad.credentials" : "fault";
  const headers: Record<string, string> = retryAfterSeconds === undefined
    ? {}
    : { "retry-after": String(retryAfterSeconds) };
  return apiError(status, { code, message: `The stand-in was told to answer ${status}`, headers });
}

/** An action as GET /api/v2/integrations/actions/{id} shows it. */
export function actionBody(action: SimulatedAction, includeConfig: boolean): unknown {
  const selfUri = `/api/v2/integrations/actions/${action.id}`;
  return {
    id: action.id,
    name: action.name,
    integrationId: "2c6f8f54-7c5d-4f0e-8f3c-1d5c2b1a0f9e",
    category: action.category ?? "Genesys Cloud Data Actions",
    contract: {
      input: { inputSchemaUri: `${selfUri}/schemas/inputschema.json` },
      output: { successSchemaUri: `${selfUri}/schemas/successschema.json` },
    },
    version: 1,
    secure: false,
    ...(includeConfig
      ? { config: { request: { requestType: action.requestType }, timeoutSeconds: 20 } }
      : {}),
    selfUri,
  };
}

/** Why Genesys would refuse these arguments, or null. Only what its own check is known for. */
export function refusedArguments(action: SimulatedAction, body: unknown): string | null {
  if (typeof body !== "object" || body === null || Array.isArray(body)) {
    return "The request body is not an object";
  }
  const { required, properties, additionalProperties } = action.input;
  const missing = (Array.isArray(required) ? required : []).filter((name) => !(name in body));
  if (missing.length > 0) return `required properties are missing: ${missing.join(", ")}`;
  const known = Object.keys(
    typeof properties === "object" && properties !== null ? properties : {},
  );
  const unknown = Object.keys(body).filter((name) => !known.includes(name));
  if (additionalProperties === false && unknown.length > 0) {
    return `unknown properties: ${unknown.join(", ")}`;
  }
  return null;
}
