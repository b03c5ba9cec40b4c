// /api/people: who may sign in and with which roles. How they do is session_routes.ts and password_routes.ts.
import { Hono } from "hono";
import type { Context } from "hono";
import {
  editPersonSchema,
  invitationSchema,
  newPersonSchema,
  peopleSchema,
  personSchema,
} from "../contract/person.ts";
import { PERSON_LIMITS } from "../contract/person_limits.ts";
import type { Invited } from "../people/people.ts";
import type { AdminDeps, AdminEnv } from "./admin_deps.ts";
import { signInLink } from "./admission/one_use_code.ts";
import { mayGive, notPermitted } from "./admission/permission.ts";
import { jsonAnswer } from "./json_answer.ts";
import { noteAct } from "./note_act.ts";
import { BODY_REFUSALS, operation } from "./operation.ts";
import { notSaved, refuse } from "./problems.ts";
import { conflict, ifMatch, noRevision, tag } from "./revision.ts";
import { refuseFields, validated } from "./validated.ts";

const EDIT = ["signed_out", "forbidden_origin", "not_saved"] as const;

export function peopleRoutes(deps: Pick<AdminDeps, "people" | "audit" | "log" | "status">) {
  const { people, log } = deps;
  return new Hono<AdminEnv>()
    .get(
      "/api/people",
      operation({
        summary: "Everybody who may sign in, or may not any more",
        needs: "manage",
        tag: "people",
        answers: { 200: { description: "People by name", schema: peopleSchema } },
        refusals: ["signed_out"],
      }),
      (c) => jsonAnswer(c, { people: people.list() }),
    )
    .post(
      "/api/people",
      operation({
        summary: "Add somebody; the answer holds the link by which they set their password",
        needs: "manage",
        tag: "people",
        answers: { 201: { description: "They may come", schema: invitationSchema } },
        refusals: [...BODY_REFUSALS, "not_saved", "full"],
      }),
      validated("json", newPersonSchema),
      async (c) => {
        const added = c.req.valid("json");
        const { admitted } = c.var;
        if (!admitted || !mayGive(admitted, added.roles)) {
          return notPermitted(c, admitted!, "manage");
        }
        const made = await people.add(added);
        if (made.ok) {
          const { id, name } = made.person;
          log.info("person_added", { person: id });
          const detail = { name, roles: added.roles.join(" ") };
          noteAct(c, deps, { act: "person_added", target: id, detail });
          return invitation(c, made, 201);
        }
        switch (made.why) {
          case "taken":
            return refuseFields(c, [{ path: "signInName", message: "is somebody else's already" }]);
          case "full":
            return refuse(
              c,
              "full",
              `There are ${PERSON_LIMITS.people} people. Delete some first.`,
            );
          case "not_saved":
            return notSaved(c);
        }
      },
    )
    .post(
      "/api/people/:id/invitation",
      operation({
        summary: "A new link to set a password by, in the place of the one before",
        needs: "manage",
        tag: "people",
        answers: {
          201: { description: "It works once, for seven days", schema: invitationSchema },
        },
        refusals: [...EDIT, "not_found", "cannot"],
      }),
      async (c) => {
        const made = await people.invite(c.req.param("id"));
        if (made.ok) {
          const { id, name } = made.person;
          noteAct(c, deps, { act: "person_invited", target: id, detail: { name } });
          return invitation(c, made, 201);
        }
        switch (made.why) {
          case "unknown":
            return unknown(c);
          case "oidc":
            return refuse(c, "cannot", "They sign in by the identity provider, not by a password.");
          case "not_saved":
            return notSaved(c);
        }
      },
    )
    .put(
      "/api/people/:id",
      operation({
        summary: "Change name, roles or whether they may sign in; it holds at once",
        needs: "manage",
        tag: "people",
        answers: { 200: { description: "The person; ETag is the revision", schema: personSchema } },
        headers: ["If-Match"],
        refusals: [
          ...BODY_REFUSALS,
          "not_saved",
          "not_found",
          "precondition_required",
          "conflict",
          "in_use",
          "cannot",
        ],
      }),
      validated("json", editPersonSchema),
      async (c) => {
        const ifRevision = ifMatch(c);
        if (ifRevision === null) return noRevision(c);
        const id = c.req.param("id");
        const to = c.req.valid("json");
        const { admitted } = c.var;
        if (!admitted || !mayGive(admitted, to.roles)) return notPermitted(c, admitted!, "manage");
        const byOperator = admitted.by === "operator";
        const made = await people.edit(id, { ifRevision, to, byOperator });
        if (made.ok) {
          const { person, before } = made;
          log.info("person_changed", { person: id });
          noteAct(c, deps, { act: "person_changed", target: id, detail: changes(before, person) });
          tag(c, person);
          return jsonAnswer(c, person);
        }
        switch (made.why) {
          case "unknown":
            return unknown(c);
          case "conflict": {
            const current = people.get(id);
            if (!current) return unknown(c);
            return conflict(c, "this person", current);
          }
          case "no_roles":
            return refuseFields(c, [{
              path: "roles",
              message: "names none. Give at least one, or disable them",
            }]);
          case "roles_fixed":
            return refuse(c, "cannot", "Their roles come from the identity provider.");
          case "last_admin":
            return lastAdmin(c);
          case "not_saved":
            return notSaved(c);
        }
      },
    )
    .delete(
      "/api/people/:id",
      operation({
        summary: "Delete somebody; they are signed out at once, and what they did stays on record",
        needs: "manage",
        tag: "people",
        answers: { 204: { description: "Deleted" } },
        refusals: [...EDIT, "not_found", "in_use"],
      }),
      async (c) => {
        const id = c.req.param("id");
        const byOperator = c.var.admitted?.by === "operator";
        const removed = await people.remove(id, { byOperator });
        if (removed.ok) {
          log.info("person_deleted", { person: id });
          const { name } = removed.person;
          noteAct(c, deps, { act: "person_deleted", target: id, detail: { name } });
          return c.body(null, 204);
        }
        switch (removed.why) {
          case "unknown":
            return unknown(c);
          case "last_admin":
            return lastAdmin(c);
          case "not_saved":
            return notSaved(c);
        }
      },
    );

  function invitation(c: Context, { person, code, expiresAtMs }: Invited, status: 201) {
    const link = signInLink(deps.status().consoleUrl, code, "invite");
    tag(c, person);
    return jsonAnswer(c, { person, link, expiresAtMs }, status);
  }
}

interface Shown {
  name: string;
  roles: readonly string[];
  disabled: boolean;
}

function changes(before: Shown, after: Shown): Record<string, string> {
  const roles = [before, after].map((shown) => [...shown.roles].sort().join(" "));
  return {
    name: after.name,
    ...(before.name !== after.name && { before: before.name }),
    ...(roles[0] !== roles[1] && { roles: roles[1]!, rolesBefore: roles[0]! }),
    ...(before.disabled !== after.disabled && { disabled: String(after.disabled) }),
  };
}

function unknown(c: Context) {
  return refuse(c, "not_found", "There is no such person, or no longer.");
}

function lastAdmin(c: Context) {
  return refuse(
    c,
    "in_use",
    "Nothing was changed: nobody else could sign in by a password and give roles. Make somebody " +
      "else an admin first, or sign in with the server's own link.",
  );
}
