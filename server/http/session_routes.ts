// /api/session: who one is, signing in and out, and a fresh sign-in link on the server's terminal.
import { Hono } from "hono";
import type { Context } from "hono";
import type { Me, SignInWays } from "../contract/person.ts";
import { sameSecret } from "../people/secrets.ts";
import type { AdminDeps, AdminEnv, Admitted } from "./admin_deps.ts";
import { Attempts, LINK_LIMITS } from "./admission/attempts.ts";
import { enter } from "./admission/enter.ts";
import { signInLink } from "./admission/one_use_code.ts";
import { PasswordTries } from "./admission/password_tries.ts";
import { Seldom } from "./admission/seldom.ts";
import { clearSessionCookie, transport } from "./admission/session_cookie.ts";
import type { Standing } from "./admission/standing.ts";
import { sessionStateSchema, signInSchema } from "./api_schemas.ts";
import { jsonAnswer } from "./json_answer.ts";
import { noteAct } from "./note_act.ts";
import { BODY_REFUSALS, operation } from "./operation.ts";
import { refuse, refuseUntil } from "./problems.ts";
import { addressKey, isLocalRequest, remoteAddress } from "./remote_address.ts";
import { validated } from "./validated.ts";

const BUSY_WAIT_MS = 5000;
/** Of refused sign-ins the audit keeps one a minute for each address. */
const REFUSAL_NOTED_EVERY_MS = 60_000;

/** Signing in over plain http is for localhost, or where the operator has named the address. */
export function refuseUnsafe(c: Context): Response {
  return refuse(
    c,
    "forbidden_origin",
    "Signing in over plain http works at localhost only. Use https, or set PUBLIC_URL to " +
      "this address.",
  );
}

export function sessionRoutes(deps: AdminDeps & { standing: Standing }) {
  const tries = new PasswordTries(deps.clock);
  const links = new Attempts(deps.clock, LINK_LIMITS);
  const refusals = new Seldom(deps.clock, REFUSAL_NOTED_EVERY_MS);
  return new Hono<AdminEnv>()
    .get(
      "/api/session",
      operation({
        summary: "Who this browser is signed in as, and the ways to sign in",
        needs: "anybody",
        tag: "session",
        answers: { 200: { description: "State of the session", schema: sessionStateSchema } },
        refusals: [],
      }),
      (c) => {
        const { version, answeredBy } = deps.status();
        const { admitted } = c.var;
        return jsonAnswer(c, {
          signedIn: admitted !== null,
          version,
          answeredBy,
          me: admitted && meOf(admitted),
          ways: waysOf(deps),
        });
      },
    )
    .post(
      "/api/session",
      operation({
        summary: "Sign in with name and password, a sign-in link's code, or the admin token",
        needs: "anybody",
        tag: "session",
        answers: { 204: { description: "Signed in; the answer sets the session cookie" } },
        refusals: [...BODY_REFUSALS, "too_many_requests"],
      }),
      validated("json", signInSchema),
      async (c) => {
        const over = transport(c, deps.publicOrigins);
        if (over === "unsafe") return refuseUnsafe(c);
        const given = c.req.valid("json");
        const address = addressKey(remoteAddress(c));
        // As they may be compared, and no longer than anybody's name is.
        const name = "name" in given ? given.name.normalize("NFKC").toLowerCase() : undefined;
        const waitMs = tries.attempt(address, name);
        if (waitMs > 0) return refuseUntil(c, waitMs, "Too many attempts to sign in.");
        const judged = await judge(given);
        if (judged === "busy") return refuseUntil(c, BUSY_WAIT_MS, "Many people are signing in.");
        deps.log.info(judged.ok ? "sign_in" : "sign_in_refused", { address, how: judged.how });
        if (!judged.ok) {
          if (refusals.may(address)) {
            const { how, personId } = judged;
            const noted = { target: personId ?? "", detail: { how }, by: null };
            noteAct(c, deps, { act: "sign_in_refused", ...noted });
          }
          return refuse(c, "signed_out", WHY_NOT[judged.how]);
        }
        tries.succeeded(address, name);
        await enter(c, deps, { personId: judged.personId, how: judged.how, over });
        return c.body(null, 204);
      },
    )
    .delete(
      "/api/session",
      operation({
        summary: "Sign out; the event streams of this session end",
        needs: "signed_in",
        tag: "session",
        answers: { 204: { description: "Signed out" } },
        refusals: ["signed_out", "forbidden_origin"],
      }),
      async (c) => {
        const sessionId = c.var.admitted?.sessionId ?? null;
        if (sessionId !== null) {
          await deps.sessions.end(sessionId, "signed_out");
          noteAct(c, deps, { act: "sign_out" });
        }
        clearSessionCookie(c);
        return c.body(null, 204);
      },
    )
    .post(
      "/api/session/link",
      operation({
        summary: "Print a fresh sign-in link on the server's terminal",
        needs: "anybody",
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

  async function judge(given: Given): Promise<Judged | "busy"> {
    if ("code" in given) {
      return { ok: await deps.signInCode.redeem(given.code), how: "link", personId: null };
    }
    if ("token" in given) {
      const { adminToken = "" } = deps;
      const ok = adminToken !== "" && sameSecret(given.token, adminToken);
      return { ok, how: "token", personId: null };
    }
    const came = await deps.people.signIn(given);
    if (came.ok) return { ok: true, how: "password", personId: came.person.id };
    return came.why === "busy" ? "busy" : { ok: false, how: "password", personId: came.personId };
  }
}

type Given = { code: string } | { token: string } | { name: string; password: string };

interface Judged {
  ok: boolean;
  how: "link" | "token" | "password";
  /** Whose name it is; null: the operator. */
  personId: string | null;
}

const WHY_NOT: Readonly<Record<Judged["how"], string>> = {
  link: "This sign-in link has been used, has expired or was replaced by a newer one. Print a " +
    "new one with the button, or restart the server.",
  token: "This is not the admin token. Look for it in the server's settings.",
  password: "The name or the password is wrong. An admin can send you a new link.",
};

function meOf({ by, id, name, roles, may }: Admitted): Me {
  return { name, personId: by === "person" ? id : null, roles: [...roles], may: [...may] };
}

function waysOf({ people, oidc, adminToken = "" }: AdminDeps): SignInWays {
  return {
    password: people.anyPassword,
    oidc: oidc && { name: oidc.name },
    token: adminToken !== "",
  };
}
