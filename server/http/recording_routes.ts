// /api/calls/{id}/recording: the sound of a past call as a WAV file, whole or in part, and deleting it.
// Who plays one is written down: once for each time, not for each part that a player fetches.
import { type Context, Hono } from "hono";
import type { AdminDeps, AdminEnv } from "./admin_deps.ts";
import type { Standing } from "./admission/standing.ts";
import { whileAllowed } from "./admission/while_allowed.ts";
import { byteRange } from "./byte_range.ts";
import { recordOf, unknownCall } from "./call_answers.ts";
import { noteAct } from "./note_act.ts";
import { operation } from "./operation.ts";
import { ownerOf } from "./owner.ts";
import { refuse } from "./problems.ts";

/** Parts that are fetched within this time of each other are of one playing. */
const SAME_PLAYING_MS = 300_000;
const MOST_PLAYINGS = 1000;
const NONE = "There is no recording of this call, or no longer.";

type Deps = Pick<AdminDeps, "floor" | "recordings" | "audit" | "clock"> & { standing: Standing };

export function recordingRoutes(deps: Deps) {
  const { floor, recordings, standing } = deps;
  const isFresh = playings(deps.clock);

  async function ended(c: Context<AdminEnv>, callId: string): Promise<Response | null> {
    const record = await recordOf({ floor, callId });
    if (!record) return unknownCall(c);
    if (record.call.endedAtMs !== null) return null;
    return refuse(c, "in_use", "The call has not ended. Its recording is whole once it has.");
  }

  return new Hono<AdminEnv>()
    .get(
      "/api/calls/:id/recording",
      operation({
        summary: "The recording of a past call: a WAV file, mu-law, the caller left, our side " +
          "right. Takes Range; with ?download=1 as a file to keep",
        needs: "listen",
        tag: "calls",
        answers: {
          200: { description: "All of it", mediaType: "audio/wav" },
          206: { description: "The range that was asked for", mediaType: "audio/wav" },
          416: { description: "The range is beyond its end" },
        },
        refusals: ["signed_out", "not_found", "in_use"],
      }),
      async (c) => {
        const id = c.req.param("id");
        const refused = await ended(c, id);
        if (refused) return refused;
        const size = await recordings.size(id);
        if (size === null) return refuse(c, "not_found", NONE);
        const asked = byteRange(c.req.header("range"), size);
        if (asked === "outside") {
          return c.body(null, 416, { "Content-Range": `bytes */${size}` });
        }
        const range = asked ?? { from: 0, to: size - 1 };
        const stream = await recordings.read(id, range);
        if (!stream) return refuse(c, "not_found", NONE);
        const { owner } = ownerOf(c);
        if (isFresh(`${owner} ${id}`)) noteAct(c, deps, { act: "recording_played", target: id });
        const { admitted } = c.var;
        const heard = whileAllowed(stream, { standing, admitted, needs: "listen" });
        return c.body(heard, asked ? 206 : 200, {
          "Content-Type": "audio/wav",
          "Content-Length": String(range.to + 1 - range.from),
          "Accept-Ranges": "bytes",
          ...(asked && { "Content-Range": `bytes ${range.from}-${range.to}/${size}` }),
          ...(c.req.query("download") === "1" && {
            "Content-Disposition": `attachment; filename="hookline-${plain(id)}.wav"`,
          }),
        });
      },
    )
    .delete(
      "/api/calls/:id/recording",
      operation({
        summary: "Deletes the recording of a past call, for good; the call stays",
        needs: "manage",
        tag: "calls",
        answers: { 204: { description: "It is gone" } },
        refusals: ["signed_out", "forbidden_origin", "not_found", "in_use"],
      }),
      async (c) => {
        const id = c.req.param("id");
        const refused = await ended(c, id);
        if (refused) return refused;
        if (!await recordings.delete(id)) return refuse(c, "not_found", NONE);
        noteAct(c, deps, { act: "recording_deleted", target: id });
        return c.body(null, 204);
      },
    );
}

function plain(id: string): string {
  return id.replaceAll(/[^A-Za-z0-9._-]/g, "_").slice(0, 100);
}

/** Whether somebody begins to play something, rather than going on. */
function playings(clock: AdminDeps["clock"]): (key: string) => boolean {
  const lastAtMs = new Map<string, number>();
  return (key) => {
    const now = clock.now();
    const fresh = now - (lastAtMs.get(key) ?? -Infinity) >= SAME_PLAYING_MS;
    lastAtMs.delete(key);
    lastAtMs.set(key, now);
    if (lastAtMs.size > MOST_PLAYINGS) lastAtMs.delete(lastAtMs.keys().next().value!);
    return fresh;
  };
}
