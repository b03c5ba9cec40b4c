// /api/toolbox, /api/tools/try and /api/preview: tools and prompts tried out before they are published.
// What a tool does, and how a prompt is rendered, is not known here.
import { Hono } from "hono";
import {
  previewRequestSchema,
  previewSchema,
  toolboxSchema,
  triedToolSchema,
  tryToolSchema,
} from "../contract/toolbox.ts";
import type { AdminDeps, AdminEnv } from "./admin_deps.ts";
import { jsonAnswer } from "./json_answer.ts";
import { noteAct } from "./note_act.ts";
import { BODY_REFUSALS, operation } from "./operation.ts";
import { refuseUntil } from "./problems.ts";
import { validated } from "./validated.ts";

/** Tries may take as long as somebody else's server does: they must not pile up. */
const TRIES_AT_ONCE = 3;
const BUSY_WAIT_MS = 5000;

export function toolboxRoutes(deps: Pick<AdminDeps, "toolbox" | "log" | "audit">) {
  const { toolbox, log } = deps;
  let running = 0;
  return new Hono<AdminEnv>()
    .get(
      "/api/toolbox",
      operation({
        summary: "What tools can build on here: names of secrets, never their values",
        needs: "view",
        tag: "tools",
        answers: { 200: { description: "The toolbox", schema: toolboxSchema } },
        refusals: ["signed_out"],
      }),
      (c) => jsonAnswer(c, toolbox.facts()),
    )
    .post(
      "/api/tools/try",
      operation({
        summary: "Run a tool for real, once, as a call would; takes up to 25 s",
        needs: "edit",
        tag: "tools",
        answers: {
          200: { description: "What the model would be told", schema: triedToolSchema },
        },
        refusals: [...BODY_REFUSALS, "too_many_requests"],
      }),
      validated("json", tryToolSchema),
      async (c) => {
        if (running >= TRIES_AT_ONCE) {
          return refuseUntil(c, BUSY_WAIT_MS, "Other tools are being tried just now.");
        }
        const request = c.req.valid("json");
        running++;
        try {
          const tried = await toolbox.tryTool(request);
          noteAct(c, deps, { act: "tool_tried", detail: { kind: request.kind } });
          log.info("tool_tried", { kind: request.kind, ok: tried.ok, tookMs: tried.tookMs });
          return jsonAnswer(c, tried);
        } finally {
          running--;
        }
      },
    )
    .post(
      "/api/preview",
      operation({
        summary: "What the model would be told if a call came with these variables",
        needs: "view",
        tag: "tools",
        answers: { 200: { description: "The instructions", schema: previewSchema } },
        refusals: BODY_REFUSALS,
      }),
      validated("json", previewRequestSchema),
      async (c) => jsonAnswer(c, await toolbox.preview(c.req.valid("json"))),
    );
}
