// GET /api/events: the floor as server-sent events. What they hold and how they are resumed is the feed's;
// this decides who may listen and for how long.
import { Hono } from "hono";
import { z } from "zod";
import type { AdminDeps, AdminEnv } from "./admin_deps.ts";
import type { Standing } from "./admission/standing.ts";
import { EventStreams, MOST_IN_ALL, MOST_PER_SESSION } from "./event_streams.ts";
import { operation } from "./operation.ts";
import { refuse, refuseUntil } from "./problems.ts";

const RETRY_MS = 10_000;
/** Longer than any id we give: the feed answers such a one with a fresh snapshot. */
const LONGEST_EVENT_ID = 100;

type Deps = Pick<AdminDeps, "feed" | "sessions" | "clock" | "log"> & { standing: Standing };

export function eventsRoute(deps: Deps) {
  const streams = new EventStreams(deps);
  return new Hono<AdminEnv>().get(
    "/api/events",
    operation({
      summary: "Server-sent events: snapshot, call, status, agent, resync, signed_out",
      needs: "view",
      tag: "calls",
      answers: {
        200: {
          description: "Resumes after Last-Event-ID where it can",
          schema: z.string(),
          mediaType: "text/event-stream",
        },
      },
      refusals: ["signed_out", "too_many_requests"],
    }),
    (c) => {
      const { admitted } = c.var;
      // A HEAD runs this route too, and nobody would ever read or close its stream.
      if (c.req.method === "HEAD") {
        return refuse(c, "method_not_allowed", "Events can only be read with GET.");
      }
      if (!admitted) return refuse(c, "signed_out", "You are not signed in.");
      const lastEventId = c.req.header("last-event-id")?.slice(0, LONGEST_EVENT_ID) ?? null;
      const stream = streams.open(admitted, () => deps.feed.open({ lastEventId }));
      if (stream === "session" || stream === "all") {
        const bound = stream === "all"
          ? `${MOST_IN_ALL} event streams are open on this server`
          : `This session has ${MOST_PER_SESSION} event streams open`;
        return refuseUntil(c, RETRY_MS, `${bound}, as many as there may be. Close one.`);
      }
      c.header("Content-Type", "text/event-stream");
      c.header("X-Accel-Buffering", "no");
      return c.body(stream as ReadableStream<Uint8Array<ArrayBuffer>>);
    },
  );
}
