// For machines: is the process alive, may it get calls, and its figures. No session; nothing secret.
import { type Context, Hono } from "hono";
import type { AdminDeps, AdminEnv } from "./admin_deps.ts";
import { bearerIsAdmin } from "./admission/admission.ts";
import { Attempts, SIGN_IN_LIMITS } from "./admission/attempts.ts";
import { refuse, refuseUntil } from "./problems.ts";
import { isLocalRequest } from "./remote_address.ts";

type HealthDeps = Pick<
  AdminDeps,
  "status" | "health" | "metrics" | "adminToken" | "clock" | "log"
>;

export function healthRoutes(deps: HealthDeps) {
  const attempts = new Attempts(deps.clock, SIGN_IN_LIMITS);
  /** Figures are for this machine, or with the admin token; what to answer anybody else. */
  const refusal = (c: Context<AdminEnv>) => {
    if (isLocalRequest(c)) return null;
    const verdict = bearerIsAdmin(c, deps, attempts);
    if (typeof verdict === "number") return refuseUntil(c, verdict, "Too many wrong tokens.");
    if (verdict) return null;
    c.header("WWW-Authenticate", "Bearer");
    return refuse(c, "signed_out", "Figures are for this machine, or with the admin token.");
  };
  return new Hono<AdminEnv>()
    .get("/healthz", (c) => {
      if (c.req.query("detail") === undefined) return c.text("alive\n");
      return refusal(c) ?? c.json(deps.health());
    })
    .get("/readyz", (c) => {
      const { draining, storeTrouble, fleet } = deps.status();
      // The model being down is no reason: every instance would leave, and callers get a sentence instead. Neither is a
      // store that all of them share: what is said waits until it is back.
      if (draining) return c.text("draining\n", 503);
      if (storeTrouble !== null && fleet === undefined) {
        return c.text("the store cannot write\n", 503);
      }
      return c.text("ready\n");
    })
    .get("/metrics", (c) => {
      const refused = refusal(c);
      if (refused) return refused;
      c.header("Content-Type", "text/plain; version=0.0.4; charset=utf-8");
      return c.body(deps.metrics());
    });
}
