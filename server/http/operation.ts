// One route's entry in the OpenAPI document: what it does, what it answers, how it may refuse.
import { describeRoute, resolver } from "hono-openapi";
import type { z } from "zod";
import { problemSchema } from "../contract/problem.ts";
import type { Permission } from "../contract/role.ts";
import type { ProblemCode } from "../contract/problem.ts";
import { PROBLEM_STATUS } from "./problems.ts";

interface Answer {
  description: string;
  schema?: z.ZodType;
  mediaType?: string;
  /** Held to the schema by a test. */
  example?: unknown;
}

/** What whoever asks must be allowed to do; "signed_in": whoever is let in at all; "anybody": strangers too. */
export type Needs = Permission | "signed_in" | "anybody";

export interface Operation {
  summary: string;
  /** Held by admission/permission.ts. */
  needs: Needs;
  tag:
    | "session"
    | "people"
    | "calls"
    | "agents"
    | "routes"
    | "tools"
    | "notices"
    | "webhooks"
    | "server";
  /** By status: what a good answer means and holds; without schema it has no body. */
  answers: Record<number, Answer>;
  refusals: readonly ProblemCode[];
  /** Names of headers that must be sent. */
  headers?: readonly string[];
}

/** How whatever changes something by a body may be refused, before the route itself has a say. */
export const BODY_REFUSALS = [
  "signed_out",
  "forbidden_origin",
  "invalid_body",
  "invalid_field",
  "too_large",
] as const satisfies readonly ProblemCode[];

/** Handlers that say what they need: a route's first. */
const NEEDS = Symbol("needs");

/** What a route needs by one of its handlers; undefined: this is not the one that says it. */
export function needsOf(handler: object): Needs | undefined {
  return NEEDS in handler ? handler[NEEDS] as Needs : undefined;
}

export function operation(described: Operation) {
  const { summary, needs, tag, answers, headers = [] } = described;
  const permitted = needs !== "anybody" && needs !== "signed_in";
  const refusals = [...described.refusals, ...(permitted ? ["not_permitted" as const] : [])];
  const good = Object.entries(answers).map(([status, answer]) => {
    const { description, schema, mediaType = "application/json", example } = answer;
    const content = {
      ...(schema && { schema: resolver(schema) }),
      ...(example !== undefined && { example }),
    };
    const shown = schema !== undefined || answer.mediaType !== undefined;
    return [status, { description, ...(shown && { content: { [mediaType]: content } }) }];
  });
  // One status may stand for several codes, and the document has one entry for each.
  const byStatus = Map.groupBy(new Set(refusals), (code) => PROBLEM_STATUS[code]);
  const bad = [...byStatus].map(([status, codes]) => [
    String(status),
    {
      description: codes.join(", "),
      content: { "application/json": { schema: resolver(problemSchema) } },
    },
  ]);
  const documented = describeRoute(
    {
      summary,
      "x-needs": needs,
      tags: [tag],
      parameters: headers.map((name) => ({
        in: "header",
        name,
        required: true,
        schema: { type: "string" },
      })),
      responses: Object.fromEntries([...good, ...bad]),
    } as Parameters<typeof describeRoute>[0],
  );
  return Object.assign(documented, { [NEEDS]: needs });
}
