// One route's entry in the OpenAPI document: what it does, what it answers, how it may refuse.
import { describeRoute, resolver } from "hono-openapi";
import type { z } from "zod";
import { problemSchema } from "../contract/problem.ts";
import type { ProblemCode } from "../contract/problem.ts";
import { PROBLEM_STATUS } from "./problems.ts";

export interface Operation {
  summary: string;
  tag: "session" | "calls" | "agents" | "routes" | "tools" | "server";
  /** By status: what a good answer means and holds; without schema it has no body. */
  answers: Record<number, { description: string; schema?: z.ZodType; mediaType?: string }>;
  refusals: readonly ProblemCode[];
  /** Names of headers that must be sent. */
  headers?: readonly string[];
}

export function operation({ summary, tag, answers, refusals, headers = [] }: Operation) {
  const good = Object.entries(answers).map(([status, answer]) => {
    const { description, schema, mediaType = "application/json" } = answer;
    const content = schema ? { content: { [mediaType]: { schema: resolver(schema) } } } : {};
    return [status, { description, ...content }];
  });
  const bad = [...new Set(refusals)].map((code) => [
    String(PROBLEM_STATUS[code]),
    {
      description: code,
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
