// Setting a password: by the link of an invitation, and by whoever has one. Names and passwords at sign-in are
// session_routes.ts.
import { Hono } from "hono";
import type { Context } from "hono";
import { changePasswordSchema, type Person, setPasswordSchema } from "../contract/person.ts";
import type { AdminDeps, AdminEnv, Admitted } from "./admin_deps.ts";
import { Attempts, SIGN_IN_LIMITS } from "./admission/attempts.ts";
import { enter } from "./admission/enter.ts";
import { transport } from "./admission/session_cookie.ts";
import type { Standing } from "./admission/standing.ts";
import { noteAct } from "./note_act.ts";
import { BODY_REFUSALS, operation } from "./operation.ts";
import { refuse, refuseUntil } from "./problems.ts";
import { addressKey, remoteAddress } from "./remote_address.ts";
import { refuseUnsafe } from "./session_routes.ts";
import { refuseFields, validated } from "./validated.ts";

const BUSY_WAIT_MS = 5000;
const WEAK = "is too easy to guess: not your name, and more than a few different characters";

type Deps = Pick<AdminDeps, "people" | "sessions" | "audit" | "clock" | "log" | "publicOrigins"> & {
  standing: Standing;
};

export function passwordRoutes(deps: Deps) {
  const byAddress = new Attempts(deps.clock, SIGN_IN_LIMITS);
  const byPerson = new Attempts(deps.clock, SIGN_IN_LIMITS);
  return new Hono<AdminEnv>()
    .post(
      "/api/session/password",
      operation({
        summary: "Set a password by the code of an invitation's link, and sign in with it",
        needs: "anybody",
        tag: "session",
        answers: { 204: { description: "Signed in; the answer sets the session cookie" } },
        refusals: [...BODY_REFUSALS, "too_many_requests", "not_saved"],
      }),
      validated("json", setPasswordSchema),
      async (c) => {
        const over = transport(c, deps.publicOrigins);
        if (over === "unsafe") return refuseUnsafe(c);
        const address = addressKey(remoteAddress(c));
        const waitMs = byAddress.attempt(address);
        if (waitMs > 0) return refuseUntil(c, waitMs, "Too many attempts.");
        const set = await deps.people.redeem(c.req.valid("json"));
        if (!set.ok) {
          // Whoever has the link right is not guessing it.
          if (set.why !== "wrong") byAddress.succeeded(address);
          deps.log.info("password_refused", { address, why: set.why });
          return refused(c, set.why, "code");
        }
        byAddress.succeeded(address);
        const { id, name } = set.person;
        const by = { by: "person", id, name, roles: [], may: [], sessionId: null } as const;
        const count = await deps.sessions.endAllOf(id, "new_password");
        if (count > 0) noteEnded(c, { person: set.person, count, by });
        await enter(c, deps, { personId: id, how: "invitation", over });
        noteAct(c, deps, { act: "password_set", target: id, detail: { how: "invitation" }, by });
        return c.body(null, 204);
      },
    )
    .post(
      "/api/me/password",
      operation({
        summary: "Change one's own password; other browsers are signed out",
        needs: "signed_in",
        tag: "session",
        answers: { 204: { description: "It is changed; this browser stays signed in" } },
        refusals: [...BODY_REFUSALS, "cannot", "too_many_requests", "not_saved"],
      }),
      validated("json", changePasswordSchema),
      async (c) => {
        const { admitted } = c.var;
        if (admitted?.by !== "person") return noPassword(c);
        const { id, sessionId } = admitted;
        const waitMs = byPerson.attempt(id);
        if (waitMs > 0) return refuseUntil(c, waitMs, "Too many attempts.");
        const set = await deps.people.changePassword(id, c.req.valid("json"));
        if (!set.ok) {
          // Busy: it was not looked at, and counts all the same.
          if (set.why !== "wrong" && set.why !== "busy") byPerson.succeeded(id);
          return refused(c, set.why, "current");
        }
        byPerson.succeeded(id);
        const count = await deps.sessions.endAllOf(id, "new_password", sessionId);
        if (count > 0) noteEnded(c, { person: set.person, count, by: admitted });
        noteAct(c, deps, { act: "password_set", target: id, detail: { how: "changed" } });
        return c.body(null, 204);
      },
    );

  function noteEnded(
    c: Context<AdminEnv>,
    { person: { id, name }, count, by }: { person: Person; count: number; by: Admitted },
  ): void {
    const detail = { name, count: String(count) };
    noteAct(c, deps, { act: "sessions_ended", target: id, detail, by });
  }
}

type Why = "wrong" | "none" | "weak" | "busy" | "not_saved";

function refused(c: Context, why: Why, by: "code" | "current"): Response {
  switch (why) {
    case "none":
      return noPassword(c);
    case "busy":
      return refuseUntil(c, BUSY_WAIT_MS, "Many passwords are being checked.");
    case "weak":
      return refuseFields(c, [{ path: "password", message: WEAK }]);
    case "not_saved":
      return refuse(c, "not_saved", "The database did not take the password. Try again.");
    case "wrong":
      return by === "current"
        ? refuseFields(c, [{ path: "current", message: "is not your password" }])
        : refuse(
          c,
          "signed_out",
          "This link has been used, has expired or was replaced by a newer one. Ask an admin for " +
            "a new one.",
        );
  }
}

function noPassword(c: Context): Response {
  return refuse(
    c,
    "cannot",
    "You do not sign in with a password here, so there is none to change.",
  );
}
