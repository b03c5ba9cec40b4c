// Schema check of a body or query, with refusals in the API's one shape: the validator's own answer would
// send the submitted body back.
import type { Context } from "hono";
import { validator } from "hono-openapi";
import type { z } from "zod";
import { refuse } from "./problems.ts";

/** Middleware: the parsed value is at c.req.valid(target); otherwise 422 with each field's path. */
export function validated<S extends z.ZodType, T extends "json" | "query">(target: T, schema: S) {
  return validator(target, schema, (result, c) => {
    if (result.success) return;
    const fields = result.error.map((issue) => ({
      path: (issue.path ?? []).map(segment).join("."),
      message: issue.message,
    }));
    return refuseFields(c, fields);
  });
}

/** 422 with each field that is wrong; the sentence names the first. */
export function refuseFields(c: Context, fields: { path: string; message: string }[]) {
  const first = fields[0];
  const what = first ? `${first.path || "The body"}: ${first.message}` : "a field is not valid";
  return refuse(c, "invalid_field", `Nothing was changed. ${what}`, { fields });
}

function segment(part: PropertyKey | { readonly key: PropertyKey }): string {
  return String(typeof part === "object" ? part.key : part);
}
