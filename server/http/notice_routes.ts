// /api/notices: the notice board. A note is told to all live calls at once and to each that begins, until it expires.
import { Hono } from "hono";
import { noticeSchema, noticesSchema, postNoticeSchema } from "../contract/notice.ts";
import { NOTICE_LIMITS } from "../contract/notice_limits.ts";
import type { AdminDeps, AdminEnv } from "./admin_deps.ts";
import { jsonAnswer } from "./json_answer.ts";
import { noteAct } from "./note_act.ts";
import { BODY_REFUSALS, operation } from "./operation.ts";
import { ownerOf } from "./owner.ts";
import { notSaved, refuse } from "./problems.ts";
import { refuseFields, validated } from "./validated.ts";

const EXAMPLE = {
  id: "0b9f4f0e-3f6c-4c1a-9a52-5d1f5a0c7a11",
  text: "The Porto store is closed until 15:00.",
  by: "console",
  createdAtMs: 1_795_000_000_000,
  expiresAtMs: 1_795_007_200_000,
  calls: 4,
};
const { shortestMs, longestMs, notices: MOST } = NOTICE_LIMITS;

export function noticeRoutes(deps: Pick<AdminDeps, "board" | "clock" | "audit">) {
  const { board, clock } = deps;
  return new Hono<AdminEnv>()
    .get(
      "/api/notices",
      operation({
        summary: "The notice board, newest first",
        needs: "view",
        tag: "notices",
        answers: {
          200: {
            description: "The notes that hold now",
            schema: noticesSchema,
            example: { notices: [EXAMPLE] },
          },
        },
        refusals: ["signed_out"],
      }),
      (c) => jsonAnswer(c, { notices: board.list() }),
    )
    .post(
      "/api/notices",
      operation({
        summary: "Post a note to all calls, live and new, until it expires",
        needs: "step_in",
        tag: "notices",
        answers: {
          201: { description: "It is on the board", schema: noticeSchema, example: EXAMPLE },
        },
        refusals: [...BODY_REFUSALS, "full", "not_saved"],
      }),
      validated("json", postNoticeSchema),
      async (c) => {
        const { text, expiresAtMs } = c.req.valid("json");
        const leftMs = expiresAtMs - clock.wall();
        if (leftMs < shortestMs || leftMs > longestMs) {
          const message = "must lie between one minute and seven days from now";
          return refuseFields(c, [{ path: "expiresAtMs", message }]);
        }
        const posted = await board.post({ text, expiresAtMs, by: ownerOf(c).by });
        if (posted.ok) {
          noteAct(c, deps, { act: "notice_posted", target: posted.notice.id });
          return jsonAnswer(c, posted.notice, 201);
        }
        return posted.why === "full"
          ? refuse(c, "full", `There are ${MOST} notes on the board. Remove one first.`)
          : notSaved(c);
      },
    )
    .delete(
      "/api/notices/:id",
      operation({
        summary: "Take a note off the board; calls that were told of it are told so",
        needs: "step_in",
        tag: "notices",
        answers: { 204: { description: "It is gone" } },
        refusals: ["signed_out", "forbidden_origin", "not_found", "not_saved"],
      }),
      async (c) => {
        const id = c.req.param("id");
        switch (await board.remove(id)) {
          case "removed":
            noteAct(c, deps, { act: "notice_removed", target: id });
            return c.body(null, 204);
          case "unknown":
            return refuse(c, "not_found", "There is no such note, or no longer.");
          case "not_saved":
            return notSaved(c);
        }
      },
    );
}
