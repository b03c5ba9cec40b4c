// /api/tokens: by which programs use the API.
import { Hono } from "hono";
import { apiTokensSchema, madeApiTokenSchema, newApiTokenSchema } from "../contract/api_token.ts";
import { TOKEN_LIMITS } from "../contract/person_limits.ts";
import type { AdminDeps, AdminEnv } from "./admin_deps.ts";
import { mayGive, notPermitted } from "./admission/permission.ts";
import { jsonAnswer } from "./json_answer.ts";
import { noteAct } from "./note_act.ts";
import { BODY_REFUSALS, operation } from "./operation.ts";
import { notSaved, refuse } from "./problems.ts";
import { validated } from "./validated.ts";

export function tokenRoutes(deps: Pick<AdminDeps, "tokens" | "audit" | "log">) {
  const { tokens, log } = deps;
  return new Hono<AdminEnv>()
    .get(
      "/api/tokens",
      operation({
        summary: "API tokens, the newest first; never their text",
        needs: "manage",
        tag: "people",
        answers: { 200: { description: "Tokens", schema: apiTokensSchema } },
        refusals: ["signed_out"],
      }),
      (c) => jsonAnswer(c, { tokens: tokens.list() }),
    )
    .post(
      "/api/tokens",
      operation({
        summary: "Make an API token, sent as Authorization: Bearer. Its text is told once",
        needs: "manage",
        tag: "people",
        answers: { 201: { description: "The token and its text", schema: madeApiTokenSchema } },
        refusals: [...BODY_REFUSALS, "full", "not_saved"],
      }),
      validated("json", newApiTokenSchema),
      async (c) => {
        const asked = c.req.valid("json");
        const { admitted } = c.var;
        if (!admitted || !mayGive(admitted, asked.roles)) {
          return notPermitted(c, admitted!, "manage");
        }
        const made = await tokens.make(asked, admitted.name);
        if (!made.ok) {
          return made.why === "full"
            ? refuse(c, "full", `There are ${TOKEN_LIMITS.tokens} tokens. Delete some first.`)
            : notSaved(c);
        }
        const { id, name, roles } = made.token;
        log.info("token_made", { token: id });
        noteAct(c, deps, {
          act: "token_made",
          target: id,
          detail: { name, roles: roles.join(" "), days: String(asked.days ?? "") },
        });
        return jsonAnswer(c, { token: made.token, text: made.text }, 201);
      },
    )
    .delete(
      "/api/tokens/:id",
      operation({
        summary: "Delete an API token; whatever is open by it ends at once",
        needs: "manage",
        tag: "people",
        answers: { 204: { description: "It opens nothing any more" } },
        refusals: ["signed_out", "forbidden_origin", "not_found", "not_saved"],
      }),
      async (c) => {
        const id = c.req.param("id");
        const removed = await tokens.remove(id);
        if (!removed.ok) {
          return removed.why === "unknown"
            ? refuse(c, "not_found", "There is no such token, or no longer.")
            : notSaved(c);
        }
        log.info("token_deleted", { token: id });
        const { name } = removed.token;
        noteAct(c, deps, { act: "token_deleted", target: id, detail: { name } });
        return c.body(null, 204);
      },
    );
}
