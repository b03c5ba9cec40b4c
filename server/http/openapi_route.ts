// GET /api/openapi.json: the API described from the very schemas that check it.
import { Hono } from "hono";
import { generateSpecs } from "hono-openapi";
import type { AdminEnv } from "./admin_deps.ts";
import { jsonAnswer } from "./json_answer.ts";
import { operation } from "./operation.ts";

/** `routes`: the app whose routes are described; `version`: of the server. */
export function openapiRoute(routes: () => Hono<AdminEnv>, version: () => string) {
  let document: Promise<Record<string, unknown>> | undefined;
  return new Hono<AdminEnv>().get(
    "/api/openapi.json",
    operation({
      summary: "This document",
      needs: "signed_in",
      tag: "server",
      answers: { 200: { description: "OpenAPI 3.1", mediaType: "application/json" } },
      refusals: ["signed_out"],
    }),
    async (c) => {
      document ??= describe(routes(), version());
      return jsonAnswer(c, await document);
    },
  );
}

async function describe(app: Hono<AdminEnv>, version: string): Promise<Record<string, unknown>> {
  const specs = await generateSpecs(app, {
    // The built-in one says that submitted bodies come back; here every refusal is a Problem.
    defaultValidationErrorResponse: false,
    // This very document would look like a file.
    excludeStaticFile: false,
    documentation: {
      info: {
        title: "Hookline admin API",
        version,
        description:
          "Every refusal is a Problem: {code, message, fields?, current?}. Requests that " +
          "change something must come from the console's own origin or carry a token. x-needs: " +
          "what whoever asks must be allowed to do.",
      },
      components: {
        securitySchemes: {
          session: { type: "apiKey", in: "cookie", name: "__Host-hookline" },
          token: { type: "http", scheme: "bearer" },
        },
      },
      security: [{ session: [] }, { token: [] }],
    },
  });
  return { ...specs };
}
