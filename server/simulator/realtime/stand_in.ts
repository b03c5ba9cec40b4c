// A local stand-in for OpenAI's Realtime API: strict in what it accepts, untidy in what it sends, and able to
// fail in every way the service is known to. It imports nothing of the server's telephony or upstream code.
import { type Clock, systemClock } from "../../clock.ts";
import { faultPlace, guarded } from "../../guard.ts";
import { FaultPlan } from "./faults.ts";
import { judgeHandshake, protocols, type Verdict } from "./handshake.ts";
import { Journal } from "./journal.ts";
import { type Random, seeded } from "./random.ts";
import { type Scenario, TOLERANCE } from "./scenario.ts";
import { Session } from "./session.ts";
import type { Wire } from "./session_line.ts";
import { type Relay, startRelay } from "./tcp_relay.ts";
import { TranscriptionSession } from "./transcription_session.ts";
import type { Speech } from "../speech.ts";

export interface StandInOptions {
  /** 0 (the default): any free one. */
  port?: number;
  hostname?: string;
  clock?: Clock;
  /** Chance; the default is seeded, so that each run is the same. */
  random?: Random;
  scenario?: Scenario;
  /** Recordings to answer with; without them it answers in tones. */
  speech?: Speech;
  /** How many times faster than life the stand-in answers; the sound itself keeps its length. */
  paceX?: number;
  /** Answers what is no WebSocket, on the same port; null: it is no path of its. See simulator/openai_rest. */
  rest?: (request: Request) => Promise<Response | null>;
}

export interface StandIn {
  /** Base such as "http://127.0.0.1:4000/v1", to be used where the real one would be. */
  readonly url: string;
  /** The last two hundred connections, refused ones too, oldest first. */
  readonly connections: readonly Journal[];
  /** The n-th connection, 1-based, as soon as there is one. */
  connected(number: number): Promise<Journal>;
  /** For connections from now on; live ones keep what they began with, faults are dealt anew. */
  setScenario(scenario: Scenario): void;
  /** Drops every connection and frees the port. */
  stop(): Promise<void>;
}

const JOURNALS = 200;
/** A ping goes out after half of this without a message from the client. */
const IDLE_S = 40;

export async function startStandIn(options: StandInOptions = {}): Promise<StandIn> {
  const { hostname = "127.0.0.1", port = 0 } = options;
  const desk = new Desk(options);
  const inner = Deno.serve(
    {
      hostname: "127.0.0.1",
      port: 0,
      onListen() {},
      onError: () => new Response(null, { status: 500 }),
    },
    async (request, info) => {
      const written = request.headers.has("upgrade") ? null : await options.rest?.(request);
      return written ?? desk.admit(request, (info.remoteAddr as Deno.NetAddr).port);
    },
  );
  const relay = startRelay({ hostname, port, innerPort: inner.addr.port });
  desk.relay = relay;
  const shown = hostname === "0.0.0.0" ? "127.0.0.1" : hostname;
  return await Promise.resolve({
    url: `http://${shown}:${relay.port}/v1`,
    connections: desk.journals,
    connected: (number: number) => desk.connected(number),
    setScenario: (scenario: Scenario) => desk.setScenario(scenario),
    async stop() {
      desk.close();
      await relay.stop();
      await inner.shutdown();
      await desk.empty();
    },
  });
}

/** Receives connections and keeps their journals. */
class Desk {
  readonly journals: Journal[] = [];
  relay: Relay | undefined;
  #options: StandInOptions;
  #clock: Clock;
  #scenario: Scenario;
  #faults: FaultPlan;
  #count = 0;
  #silences: (() => void)[] = [];
  #sessions = new Set<Session | TranscriptionSession>();
  #sockets = new Set<Promise<void>>();
  #awaited: { number: number; done: (journal: Journal) => void }[] = [];

  constructor(options: StandInOptions) {
    this.#options = options;
    this.#clock = options.clock ?? systemClock;
    this.#scenario = options.scenario ?? {};
    this.#faults = new FaultPlan(this.#scenario);
  }

  setScenario(scenario: Scenario): void {
    this.#scenario = scenario;
    this.#faults = new FaultPlan(scenario);
  }

  connected(number: number): Promise<Journal> {
    const journal = this.journals.find((one) => one.number === number);
    if (journal) return Promise.resolve(journal);
    return new Promise((done) => this.#awaited.push({ number, done }));
  }

  close(): void {
    for (const session of this.#sessions) session.end();
    for (const answer of this.#silences.splice(0)) answer();
  }

  async empty(): Promise<void> {
    await Promise.all(this.#sockets);
  }

  admit(request: Request, innerPort: number): Response | Promise<Response> {
    const url = new URL(request.url);
    const number = ++this.#count;
    const journal = new Journal({
      number,
      url,
      headers: request.headers,
      now: () => this.#clock.now(),
      tolerance: { ...TOLERANCE, ...this.#scenario.tolerance },
    });
    this.#keep(journal);
    const verdict = judgeHandshake(
      { url, headers: request.headers },
      { scenario: this.#scenario, faults: this.#faults, connection: number },
    );
    switch (verdict.type) {
      case "http":
        journal.end("stand-in", verdict.status, verdict.code);
        return refusal(verdict);
      case "silence":
        // Held until the stand-in stops; a client that gives up earlier does so unheard.
        return new Promise((resolve) =>
          this.#silences.push(() => {
            journal.end("stand-in", 1006, "never answered");
            resolve(new Response(null, { status: 408 }));
          })
        );
      default:
        return this.#upgrade(request, { journal, verdict, innerPort });
    }
  }

  #upgrade(
    request: Request,
    connection: {
      journal: Journal;
      verdict: Verdict & { type: "refused" | "welcome" };
      innerPort: number;
    },
  ): Response {
    const { journal, verdict, innerPort } = connection;
    const offered = protocols(request.headers).includes("realtime");
    const { socket, response } = Deno.upgradeWebSocket(request, {
      idleTimeout: IDLE_S,
      ...(offered ? { protocol: "realtime" } : {}),
    });
    socket.binaryType = "arraybuffer";
    const wire = this.#wire(socket, innerPort);
    const session = verdict.type === "welcome" ? this.#session(journal, verdict, wire) : undefined;
    const onFault = (error: unknown) => {
      journal.faults.push(faultPlace(error));
      wire.drop();
    };
    socket.onopen = guarded(onFault, () => {
      journal.conduct.arrived(request.headers.get("openai-safety-identifier"));
      if (session) session.begin();
      else if (verdict.type === "refused") refuseOpened(wire, journal, verdict);
    });
    socket.onmessage = guarded(onFault, (message: MessageEvent) => {
      const { data } = message;
      session?.receive(typeof data === "string" ? data : new Uint8Array(data as ArrayBuffer));
    });
    const closed = new Promise<void>((resolve) => {
      socket.onclose = guarded(onFault, (event: CloseEvent) => {
        journal.end("client", event.code, event.reason);
        session?.end();
        if (session) this.#sessions.delete(session);
        resolve();
      });
    }).finally(() => this.#sockets.delete(closed));
    this.#sockets.add(closed);
    return response;
  }

  #session(
    journal: Journal,
    welcome: Verdict & { type: "welcome" },
    wire: Wire,
  ): Session | TranscriptionSession {
    const { speech, random, paceX = 1 } = this.#options;
    const options = {
      wire,
      journal,
      speech,
      faults: this.#faults,
      scenario: this.#scenario,
      clock: this.#clock,
      random: random ?? seeded(journal.number),
      paceX,
    };
    const session = welcome.kind === "conversation"
      ? new Session({ ...options, model: welcome.model })
      : new TranscriptionSession(options);
    this.#sessions.add(session);
    return session;
  }

  #wire(socket: WebSocket, innerPort: number): Wire {
    const line = () => this.relay?.line(innerPort);
    return {
      send(frame) {
        if (socket.readyState !== WebSocket.OPEN) return;
        socket.send(typeof frame === "string" ? frame : frame.slice());
      },
      close(code, reason) {
        if (code === undefined) socket.close();
        else socket.close(code, reason);
      },
      drop: () => line()?.drop(),
      stall: () => line()?.stall(),
    };
  }

  #keep(journal: Journal): void {
    this.journals.push(journal);
    if (this.journals.length > JOURNALS) this.journals.shift();
    const due = this.#awaited.filter(({ number }) => number === journal.number);
    this.#awaited = this.#awaited.filter((one) => !due.includes(one));
    for (const { done } of due) done(journal);
  }
}

function refuseOpened(
  wire: Wire,
  journal: Journal,
  { code, errorType, message, closeCode }: Verdict & { type: "refused" },
): void {
  const error = { type: errorType, code, message, param: null, event_id: null };
  const text = JSON.stringify({ type: "error", event_id: `event_${journal.number}`, error });
  journal.record("out", "error", text.length);
  wire.send(text);
  const reason = `${errorType}.${code}`;
  journal.end("stand-in", closeCode, reason);
  wire.close(closeCode, reason);
}

function refusal({ status, code, message, retryAfter }: Verdict & { type: "http" }): Response {
  const error = { message, type: "invalid_request_error", param: null, code };
  return Response.json({ error }, {
    status,
    headers: retryAfter === undefined ? {} : { "retry-after": retryAfter },
  });
}
