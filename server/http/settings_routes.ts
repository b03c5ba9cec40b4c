// /api/settings: what an admin changes while the server runs. What the environment sets is shown and stays.
import { Hono } from "hono";
import type { Context } from "hono";
import {
  type ServerSettingsAnswer,
  serverSettingsAnswerSchema,
  serverSettingsSchema,
} from "../contract/server_settings.ts";
import type { AdminDeps, AdminEnv } from "./admin_deps.ts";
import { jsonAnswer } from "./json_answer.ts";
import { noteAct } from "./note_act.ts";
import { BODY_REFUSALS, operation } from "./operation.ts";
import { notSaved } from "./problems.ts";
import { conflict, ifMatch, noRevision, tag } from "./revision.ts";
import { refuseFields, validated } from "./validated.ts";

const ANSWER = {
  200: {
    description: "The settings, and what the environment decides; ETag is their revision",
    schema: serverSettingsAnswerSchema,
  },
};

export function settingsRoutes(deps: Pick<AdminDeps, "settings" | "log" | "audit">) {
  const { settings, log } = deps;
  return new Hono<AdminEnv>()
    .get(
      "/api/settings",
      operation({
        summary: "Settings that can be changed while the server runs",
        tag: "server",
        needs: "manage",
        answers: ANSWER,
        refusals: ["signed_out"],
      }),
      (c) => answer(c, settings.held),
    )
    .put(
      "/api/settings",
      operation({
        summary: "Save them all; they hold from now on",
        tag: "server",
        needs: "manage",
        answers: ANSWER,
        headers: ["If-Match"],
        refusals: [...BODY_REFUSALS, "precondition_required", "conflict", "not_saved"],
      }),
      validated("json", serverSettingsSchema),
      async (c) => {
        const revision = ifMatch(c);
        if (revision === null) return noRevision(c);
        const saved = await settings.save(revision, c.req.valid("json"));
        if (saved.ok) {
          const changed = saved.changed.join(", ");
          log.info("settings_changed", { changed });
          noteAct(c, deps, { act: "settings_changed", detail: { changed } });
          return answer(c, saved.held);
        }
        switch (saved.why) {
          case "conflict":
            return conflict(c, "the settings", saved.current);
          case "fixed":
            return refuseFields(
              c,
              saved.fields.map(({ path, variable }) => ({
                path,
                message: `is set by ${variable} in the server's environment`,
              })),
            );
          case "not_saved":
            return notSaved(c);
        }
      },
    );
}

function answer(c: Context, held: ServerSettingsAnswer) {
  tag(c, held);
  return jsonAnswer(c, held);
}
