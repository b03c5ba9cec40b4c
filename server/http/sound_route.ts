// GET /api/calls/{id}/sound: the live sound of a call over a WebSocket, and the microphone of whoever has taken over.
// Decides who may listen and until when; what is heard is the call's.
import { Hono } from "hono";
import type { AdminDeps, AdminEnv } from "./admin_deps.ts";
import type { Standing } from "./admission/standing.ts";
import { notLive } from "./not_live.ts";
import { noteAct } from "./note_act.ts";
import { operation } from "./operation.ts";
import { asksFromHere } from "./origin_check.ts";
import { ownerOf } from "./owner.ts";
import { refuse, refuseUntil, unreached } from "./problems.ts";
import { asksForSocket } from "./socket_request.ts";
import { openSoundSocket } from "./sound_socket.ts";

const FULL_WAIT_MS = 5000;

type Deps =
  & Pick<AdminDeps, "stepIn" | "floor" | "sessions" | "audit" | "clock" | "log" | "publicOrigins">
  & { standing: Standing };

export function soundRoute(deps: Deps) {
  return new Hono<AdminEnv>().get(
    "/api/calls/:id/sound",
    operation({
      summary: "WebSocket: the live sound of a call, and the microphone of whoever has taken over",
      needs: "listen",
      tag: "calls",
      answers: {
        101: {
          description: "Binary frames of 100 ms: 1, then 800 bytes of the caller and 800 of our " +
            'side, mu-law at 8 kHz; text frames {"type":"state","listenerId","onAir"}. Binary ' +
            "frames the other way, at most 2 KiB, are the microphone: mono mu-law at 8 kHz. Closed " +
            "with 1000 at the call's end, 1013 where frames are not taken in time, 1009 for a frame " +
            "that is too large, 4401 where the session has ended, 4403 where the role has, 4429 where " +
            "too many listen, 4503 where the call's instance is not heard any more",
        },
      },
      refusals: [
        "signed_out",
        "forbidden_origin",
        "not_found",
        "not_live",
        "cannot",
        "too_many_requests",
        "not_websocket",
        "instance_unreached",
      ],
    }),
    async (c) => {
      const callId = c.req.param("id");
      const { admitted } = c.var;
      if (!admitted) return refuse(c, "signed_out", "You are not signed in.");
      // Origins are checked of what changes something; but a page of another origin can open a WebSocket, by GET.
      if (!asksFromHere(c, deps.publicOrigins)) {
        return refuse(c, "forbidden_origin", "Only the console's own pages may listen.");
      }
      if (!asksForSocket(c)) {
        c.header("Upgrade", "websocket");
        return refuse(c, "not_websocket", "This address is for WebSockets.");
      }
      switch (await deps.stepIn.mayListen(callId)) {
        case "not_live":
          return await notLive(c, { floor: deps.floor, callId });
        case "full":
          return refuseUntil(c, FULL_WAIT_MS, "As many people listen to this call as may.");
        case "unreached":
          return unreached(c);
        case "yes": {
          const request = c.req.raw;
          const from = ownerOf(c);
          const onOpen = () => noteAct(c, deps, { act: "call_listened", target: callId });
          c.env.upgrade = () =>
            openSoundSocket({ ...deps, request, callId, from, admitted, onOpen });
          // Only seen where the upgrade fails.
          return refuse(c, "not_websocket", "The upgrade to a WebSocket is incomplete.");
        }
      }
    },
  );
}
