// The one shape of every refusal (contract/problem.ts) and the HTTP status that belongs to each code.
// Knows no resource.
import type { Context } from "hono";
import { HTTPException } from "hono/http-exception";
import type { Problem, ProblemCode } from "../contract/problem.ts";
import { faultPlace } from "../guard.ts";
import type { Log } from "../observe/log.ts";
import { jsonAnswer } from "./json_answer.ts";

export const PROBLEM_STATUS = {
  signed_out: 401,
  not_permitted: 403,
  forbidden_origin: 403,
  not_found: 404,
  method_not_allowed: 405,
  invalid_body: 400,
  invalid_field: 422,
  too_large: 413,
  precondition_required: 428,
  conflict: 412,
  in_use: 409,
  not_live: 409,
  cannot: 422,
  too_late: 409,
  full: 409,
  not_websocket: 426,
  too_many_requests: 429,
  draining: 503,
  not_saved: 507,
  store_unavailable: 503,
  instance_unreached: 503,
  internal: 500,
} as const satisfies Record<ProblemCode, number>;

type Details = Omit<Problem, "code" | "message">;

/** A refusal. `details`: the fields of invalid_field, the current state of conflict. */
export function refuse(
  c: Context,
  code: ProblemCode,
  message: string,
  details: Details = {},
): Response {
  return jsonAnswer(c, { code, message, ...details } satisfies Problem, PROBLEM_STATUS[code]);
}

export function refuseUntil(c: Context, waitMs: number, message: string): Response {
  const seconds = Math.max(1, Math.ceil(waitMs / 1000));
  c.header("Retry-After", String(seconds));
  return refuse(c, "too_many_requests", `${message} Try again in ${seconds} s.`);
}

/** What went wrong inside stays in the log; the answer says only that it did. */
export function onFault(log: Log): (error: Error, c: Context) => Response {
  return (error, c) => {
    if (error instanceof HTTPException && error.status === 400) {
      return refuse(c, "invalid_body", "The body could not be read as JSON. Send one JSON object.");
    }
    // Of the store this room knows no more than the port, whose errors have this name.
    if (error.name === "StoreError") {
      log.warn("store_not_answered", { method: c.req.method });
      return refuse(
        c,
        "store_unavailable",
        "The database cannot be used at the moment, and nothing was changed for certain. " +
          "Calls are not affected. Try again.",
      );
    }
    log.error("http_fault", { method: c.req.method, at: faultPlace(error) });
    return refuse(c, "internal", "The server could not answer because of a fault of its own.");
  };
}

/** The store is in trouble. Where only its answer was lost the change may be there all the same. */
export function notSaved(c: Context) {
  return refuse(
    c,
    "not_saved",
    "The database did not take it. Keep your text, and look at what is there before you try again.",
  );
}

/** The call is on another instance of the server. */
export function unreached(c: Context) {
  return refuse(
    c,
    "instance_unreached",
    "The instance that carries this call did not answer in time. Whether it took what you asked is " +
      "not known: the call's events will tell.",
  );
}

export function notFound(c: Context) {
  return refuse(c, "not_found", "There is nothing at this address.");
}
