// One route's entry in the OpenAPI document: what it does, what it answers, how it may refuse.
import { describeRoute, resolver } from "hono-openapi";
import type { z } from "zod";
import { problemSchema } from "../contract/problem.ts";
import type { ProblemCode } from "../contract/problem.ts";
import { PROBLEM_STATUS } from "./problems.ts";

interface Answer {
  description: string;
  schema?: z.ZodType;
  mediaType?: string;
  /** Held to the schema by a test. */
  example?: unknown;
}

export interface Operation {
  summary: string;
  tag: "session" | "calls" | "agents" | "routes" | "tools" | "notices" | "server";
  /** By status: what a good answer means and holds; without schema it has no body. */
  answers: Record<number, Answer>;
  refusals: readonly ProblemCode[];
  /** Names of headers that must be sent. */
  headers?: readonly string[];
}

export function operation({ summary, tag, answers, refusals, headers = [] }: Operation) {
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
  return describeRoute({
    summary,
    tags: [tag],
    parameters: headers.map((name) => ({
      in: "header",
      name,
      required: true,
      schema: { type: "string" },
    })),
    responses: Object.fromEntries([...good, ...bad]),
  });
}
