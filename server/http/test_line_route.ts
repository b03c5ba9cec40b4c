// GET /api/agents/{id}/test-call: a person calls an agent with the browser's microphone. Decides who may call and until
// when; what is said is the call's.
import { Hono } from "hono";
import { faultPlace } from "../guard.ts";
import type { AdminDeps, AdminEnv, Admitted } from "./admin_deps.ts";
import type { Standing } from "./admission/standing.ts";
import { watchStanding } from "./admission/standing_watch.ts";
import { unknownAgent } from "./agent_answers.ts";
import { noteAct } from "./note_act.ts";
import { operation } from "./operation.ts";
import { asksFromHere } from "./origin_check.ts";
import { refuse, refuseUntil } from "./problems.ts";
import { asksForSocket } from "./socket_request.ts";

const FULL_WAIT_MS = 5000;

type Deps =
  & Pick<
    AdminDeps,
    "testLine" | "agents" | "sessions" | "audit" | "clock" | "log" | "publicOrigins"
  >
  & { standing: Standing };

export function testLineRoute(deps: Deps) {
  return new Hono<AdminEnv>().get(
    "/api/agents/:id/test-call",
    operation({
      summary: "WebSocket: call an agent with a microphone; with draft=1 its draft as it is saved",
      needs: "test",
      tag: "agents",
      answers: {
        101: {
          description:
            "Binary frames both ways: mono mu-law at 8 kHz, 20 to 100 ms each, those of " +
            'the caller at most 2 KiB. Text frames of the server: {"type":"ready","callId"}, ' +
            '{"type":"clear"} (drop what was not played), {"type":"words","speaker","text","final"}, ' +
            '{"type":"ended","code"}. Of the caller: {"type":"digit","digit"}, {"type":"hang_up"}, ' +
            '{"type":"playback"} (all has been played). Other names in the query are variables of ' +
            "the call. Whoever calls closes after ended; the server does a second later, with 1000, " +
            "1008 for a frame that is too large, 1011 for a fault, 4401 where the session has ended",
        },
      },
      refusals: [
        "signed_out",
        "forbidden_origin",
        "not_found",
        "draining",
        "too_many_requests",
        "not_websocket",
      ],
    }),
    (c) => {
      const agentId = c.req.param("id");
      const { admitted } = c.var;
      if (!admitted) return refuse(c, "signed_out", "You are not signed in.");
      // Origins are checked of what changes something; but a page of another origin can open a WebSocket, by GET.
      if (!asksFromHere(c, deps.publicOrigins)) {
        return refuse(c, "forbidden_origin", "Only the console's own pages may call an agent.");
      }
      if (!deps.agents.get(agentId)) return unknownAgent(c);
      switch (deps.testLine.admission()) {
        case "draining":
          return refuse(c, "draining", "The server is being stopped and takes no new calls.");
        case "full":
          return refuseUntil(c, FULL_WAIT_MS, "The server has as many calls as it may.");
      }
      // Last of all: without an upgrade this address tells why there would be no call.
      if (!asksForSocket(c)) {
        c.header("Upgrade", "websocket");
        return refuse(c, "not_websocket", "This address is for WebSockets.");
      }
      const draft = c.req.query("draft") === "1";
      const request = c.req.raw;
      c.env.upgrade = () => {
        const response = openCall(deps, { request, agentId, draft, admitted });
        const detail = { by: "microphone", draft: String(draft) };
        if (response) noteAct(c, deps, { act: "test_call_placed", target: agentId, detail });
        return response;
      };
      // Only seen where the upgrade fails.
      return refuse(c, "not_websocket", "The upgrade to a WebSocket is incomplete.");
    },
  );
}

interface Wanted {
  request: Request;
  agentId: string;
  draft: boolean;
  admitted: Admitted;
}

function openCall(
  deps: Deps,
  { request, agentId, draft, admitted }: Wanted,
): Response | null {
  let stop = () => {};
  const call = deps.testLine.call(request, { agentId, draft, onOver: () => stop() });
  if (!call) return null;
  stop = watchStanding({
    ...deps,
    admitted,
    needs: "test",
    // Whoever is on the phone uses the console.
    used: () => true,
    onEnd: () => call.signedOut(),
    onFault: (error) => deps.log.error("test_line_fault", { at: faultPlace(error) }),
  });
  return call.response;
}
