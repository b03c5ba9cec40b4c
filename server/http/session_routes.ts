// /api/session: who one is, signing in and out, and a fresh sign-in link on the server's terminal.
import { Hono } from "hono";
import type { Context } from "hono";
import type { AdminDeps, AdminEnv } from "./admin_deps.ts";
import { Attempts, LINK_LIMITS, SIGN_IN_LIMITS } from "./admission/attempts.ts";
import { signInLink } from "./admission/one_use_code.ts";
import { sameSecret } from "./admission/secrets.ts";
import { clearSessionCookie, transport, writeSessionCookie } from "./admission/session_cookie.ts";
import { sessionStateSchema, signInSchema } from "./api_schemas.ts";
import { operation } from "./operation.ts";
import { refuse, refuseUntil } from "./problems.ts";
import { addressKey, isLocalRequest, remoteAddress } from "./remote_address.ts";
import { validated } from "./validated.ts";
import { jsonAnswer } from "./json_answer.ts";

export function sessionRoutes(deps: AdminDeps) {
  const signIns = new Attempts(deps.clock, SIGN_IN_LIMITS);
  const links = new Attempts(deps.clock, LINK_LIMITS);
  return new Hono<AdminEnv>()
    .get(
      "/api/session",
      operation({
        summary: "Whether this browser is signed in",
        tag: "session",
        answers: { 200: { description: "State of the session", schema: sessionStateSchema } },
        refusals: [],
      }),
      (c) => {
        const { version, answeredBy } = deps.status();
        return jsonAnswer(c, { signedIn: c.var.admitted !== null, version, answeredBy });
      },
    )
    .post(
      "/api/session",
      operation({
        summary: "Sign in with the code of a sign-in link, or with the admin token",
        tag: "session",
        answers: { 204: { description: "Signed in; the answer sets the session cookie" } },
        refusals: [
          "signed_out",
          "forbidden_origin",
          "invalid_body",
          "invalid_field",
          "too_large",
          "too_many_requests",
        ],
      }),
      validated("json", signInSchema),
      async (c) => {
        const over = transport(c, deps.publicOrigins);
        if (over === "unsafe") {
          return refuse(
            c,
            "forbidden_origin",
            "Signing in over plain http works at localhost only. Use https, or set PUBLIC_URL to " +
              "this address.",
          );
        }
        const address = addressKey(remoteAddress(c));
        const waitMs = signIns.attempt(address);
        if (waitMs > 0) return refuseUntil(c, waitMs, "Too many attempts to sign in.");
        const given = c.req.valid("json");
        const right = "code" in given
          ? deps.signInCode.redeem(given.code)
          : Boolean(deps.adminToken) && sameSecret(given.token, deps.adminToken ?? "");
        deps.log.info(right ? "sign_in" : "sign_in_refused", { address });
        if (!right) return refuse(c, "signed_out", whyNot("code" in given));
        signIns.succeeded(address);
        await endSession(c, deps, "replaced");
        writeSessionCookie(c, over, deps.sessions.start());
        return c.body(null, 204);
      },
    )
    .delete(
      "/api/session",
      operation({
        summary: "Sign out; the event streams of this session end",
        tag: "session",
        answers: { 204: { description: "Signed out" } },
        refusals: ["signed_out", "forbidden_origin"],
      }),
      async (c) => {
        await endSession(c, deps, "signed_out");
        clearSessionCookie(c);
        return c.body(null, 204);
      },
    )
    .post(
      "/api/session/link",
      operation({
        summary: "Print a fresh sign-in link on the server's terminal",
        tag: "session",
        answers: { 202: { description: "Printed; the link before it stops working" } },
        refusals: ["forbidden_origin", "too_many_requests"],
      }),
      (c) => {
        if (!isLocalRequest(c)) {
          return refuse(
            c,
            "forbidden_origin",
            "A sign-in link is printed only for somebody at the server itself. Open the console at " +
              "localhost there, or sign in with the admin token.",
          );
        }
        const waitMs = links.attempt("local");
        if (waitMs > 0) return refuseUntil(c, waitMs, "Links were printed a moment ago.");
        deps.printLink(signInLink(deps.status().consoleUrl, deps.signInCode.issue()));
        return c.body(null, 202);
      },
    );
}

async function endSession(
  c: Context<AdminEnv>,
  deps: Pick<AdminDeps, "sessions">,
  why: "signed_out" | "replaced",
): Promise<void> {
  const { admitted } = c.var;
  if (admitted?.by === "session") await deps.sessions.end(admitted.sessionId, why);
}

function whyNot(byCode: boolean): string {
  return byCode
    ? "This sign-in link has been used, has expired or was replaced by a newer one. Print a new one with the button, or restart the server."
    : "This is not the admin token. Look for it in the server's settings.";
}
