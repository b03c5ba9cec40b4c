// A stand-in for the server with one live call, whose outcomes the test decides: for what a real call shows only by
// luck (a refusal, a line that stalls, somebody else who has the call). The page and its policy are the real ones.
import { Hono } from "hono";
import { sampleCall, sampleEvents, STARTED } from "../../../console/live/sample_calls.ts";
import type { CallSummary } from "../../contract/call.ts";
import { foldCall } from "../../contract/fold_call.ts";
import type { CommandRequest } from "../../contract/command.ts";
import { CALL_ABILITIES } from "../../contract/command_kinds.ts";
import type { CallEvent, CallEventBody } from "../../contract/event.ts";
import type { Snapshot } from "../../contract/feed.ts";
import { consoleFiles } from "../../http/console_files.ts";
import { directoryFiles } from "../../http/directory_files.ts";
import { securityHeaders } from "../../http/security_headers.ts";
import { STAGE_SESSION } from "../stage_session.ts";

export const CALL_ID = "call-1";

export interface Stage {
  origin: string;
  /** What was asked, in order; "retract" with its command. */
  asked: ({ commandId: string; request: CommandRequest } | { retract: string })[];
  tell(...bodies: CallEventBody[]): void;
  /** What was told last was not so: the stream begins anew without it. */
  unsay(): void;
  /** Refuses what is asked from here on with these words; null: takes it. */
  refuse(words: string | null): void;
  /** Sends a tenth of a second of live sound to everybody who listens. */
  sound(caller: Uint8Array, agent: Uint8Array): void;
  breakLines(): void;
  readonly listeners: number;
  /** Bytes that came from a microphone. */
  readonly spoken: number;
  stop(): Promise<void>;
}

export function startStage(change: Partial<CallSummary> = {}): Stage {
  const answeredMs = Date.now() - 134_000;
  const bodies = [{
    ...STARTED,
    can: [...(change.can ?? CALL_ABILITIES)],
    ...(change.protocol && { protocol: change.protocol }),
  }, ...TALK];
  const events: CallEvent[] = sampleEvents(bodies).map((event) => ({
    ...event,
    atMs: answeredMs + event.offsetMs,
  }));
  const call = () => ({
    ...sampleCall(),
    ...events.reduce<CallSummary | null>(foldCall, null),
    ...change,
  });
  const tellers = new Set<(event: string, data: unknown) => void>();
  const sockets = new Set<WebSocket>();
  const asked: Stage["asked"] = [];
  let refusal: string | null = null;
  let spoken = 0;
  let commands = 0;

  const app = new Hono()
    .use(securityHeaders())
    .get("/api/session", (c) => c.json(STAGE_SESSION))
    .get("/api/events", () => eventStream())
    .get("/api/agents", (c) => c.json({ agents: [] }))
    .get("/api/calls/:id", (c) => c.json({ call: call(), events }))
    .post("/api/calls/:id/commands", async (c) => {
      if (refusal) return c.json({ code: "in_use", message: refusal }, 409);
      const commandId = `command-${++commands}`;
      asked.push({ commandId, request: await c.req.json() });
      return c.json({ commandId }, 202);
    })
    .delete("/api/calls/:id/commands/:commandId", (c) => {
      asked.push({ retract: c.req.param("commandId") });
      return c.body(null, 204);
    })
    .get("/api/calls/:id/sound", (c) => {
      const { socket, response } = Deno.upgradeWebSocket(c.req.raw);
      socket.binaryType = "arraybuffer";
      socket.onopen = () => sockets.add(socket);
      socket.onclose = () => sockets.delete(socket);
      socket.onmessage = ({ data }) => {
        if (!(data instanceof ArrayBuffer)) return;
        if (spoken === 0) socket.send(JSON.stringify({ type: "state", onAir: true }));
        spoken += data.byteLength;
      };
      return response;
    })
    .get("/api/*", (c) => c.json({ code: "not_found", message: "Not on this stage." }, 404))
    .route("/", consoleFiles({ staticFiles: directoryFiles("dist") }) as unknown as Hono);
  function eventStream(): Response {
    const encoder = new TextEncoder();
    let teller = (_event: string, _data: unknown) => {};
    const body = new ReadableStream<Uint8Array>({
      start(controller) {
        const send = (event: string, data: unknown) =>
          controller.enqueue(encoder.encode(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`));
        teller = send;
        send("snapshot", snapshot(call()));
        tellers.add(teller);
      },
      cancel: () => void tellers.delete(teller),
    });
    return new Response(body, { headers: { "content-type": "text/event-stream" } });
  }

  const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen() {} }, app.fetch);

  return {
    origin: `http://127.0.0.1:${server.addr.port}`,
    asked,
    tell(...told) {
      for (const body of told) {
        const offsetMs = Date.now() - answeredMs;
        const seq = events.length + 1;
        const event = { ...body, callId: CALL_ID, seq, offsetMs, atMs: answeredMs + offsetMs };
        events.push(event);
        for (const teller of tellers) teller("call", event);
      }
    },
    unsay() {
      events.pop();
      for (const teller of tellers) {
        teller("resync", {});
        teller("snapshot", snapshot(call()));
      }
    },
    refuse: (words) => refusal = words,
    sound(caller, agent) {
      const bytes = new Uint8Array(1601);
      bytes[0] = 1;
      bytes.set(caller, 1);
      bytes.set(agent, 801);
      for (const socket of sockets) if (socket.readyState === WebSocket.OPEN) socket.send(bytes);
    },
    breakLines() {
      for (const socket of sockets) socket.close(4000);
    },
    get listeners() {
      return sockets.size;
    },
    get spoken() {
      return spoken;
    },
    async stop() {
      for (const socket of sockets) socket.close();
      await server.shutdown();
    },
  };
}

function snapshot(call: CallSummary): Snapshot {
  return {
    seq: 0,
    nowMs: Date.now(),
    calls: [call],
    status: {
      version: "0",
      answeredBy: "stand-in",
      audiohookUrl: "ws://127.0.0.1/audiohook",
      consoleUrl: "http://127.0.0.1",
      signaturesRequired: true,
      draining: false,
      spend: { day: "2026-01-01", usd: 0, budgetUsd: null },
      fallbackReady: false,
      deliveriesWaiting: 0,
      firstRun: { keyAccepted: false, simulatedCall: false, realSocket: false, published: false },
      storeTrouble: null,
    },
  };
}

export const NO_USAGE = {
  inputTextTokens: 0,
  inputAudioTokens: 0,
  cachedTextTokens: 0,
  cachedAudioTokens: 0,
  outputTextTokens: 0,
  outputAudioTokens: 0,
};

/** A greeting, a question, an answer: two minutes in. */
const TALK: (CallEventBody & { offsetMs: number })[] = [
  {
    type: "upstream.ready",
    offsetMs: 400,
    sessionId: "s",
    model: "gpt-realtime-2.1",
    voice: "marin",
    connectMs: 380,
    attempt: 1,
  },
  ...answer("a1", 900, 4200, "Hello, this is Northwind Parcels. How can I help you?"),
  ...question("c1", 6000, 9400, "My parcel should have come yesterday. Where is it?"),
  ...answer("a2", 10_200, 6100, "I am sorry about that. It is in Porto and leaves this evening."),
  ...question("c2", 128_000, 132_500, "Can somebody bring it to my office instead?"),
];

function answer(itemId: string, startMs: number, lengthMs: number, text: string) {
  const responseId = `r-${itemId}`;
  const endMs = startMs + lengthMs;
  return [
    { type: "agent.thinking", offsetMs: startMs - 500, responseId, cause: "turn" },
    { type: "agent.speaking", offsetMs: startMs, itemId, responseId, startMs },
    { type: "agent.line", offsetMs: startMs + 800, itemId, responseId, text },
    {
      ...{ type: "agent.heard", offsetMs: endMs, itemId, responseId, startMs, endMs },
      ...{ heardMs: lengthMs, generatedMs: lengthMs, interrupted: false, measure: "reported" },
    },
    {
      type: "agent.done",
      offsetMs: endMs,
      responseId,
      status: "completed",
      detail: "",
      usage: NO_USAGE,
    },
  ] as (CallEventBody & { offsetMs: number })[];
}

function question(itemId: string, startMs: number, endMs: number, text: string) {
  return [
    { type: "caller.speaking", offsetMs: startMs, itemId, startMs },
    { type: "caller.silent", offsetMs: endMs, itemId, endMs },
    { type: "caller.line", offsetMs: endMs + 300, itemId, text, startMs, endMs },
  ] as (CallEventBody & { offsetMs: number })[];
}
