// Wire tests: real sockets, a plain client, answers at a hundred times the pace.
import { assert, assertEquals } from "@std/assert";
import { silence } from "../../audio/ulaw.ts";
import { loadSpeech } from "../speech.ts";
import { LISTENING_SETTINGS, PHONE_SETTINGS, Received } from "./session_rig.ts";
import { type StandIn, type StandInOptions, startStandIn } from "./stand_in.ts";
import { toneAudio } from "./tone.ts";

/** A plain client of the wire: it knows no more than WebSocket. */
class Client {
  readonly events: Received[] = [];
  readonly binary: number[] = [];
  readonly closed: Promise<{ code: number; reason: string }>;
  #socket: WebSocket;
  #waiting: { type: string; times: number; done: () => void }[] = [];

  constructor(standIn: StandIn, options: { key?: string; query?: string; protocol?: string } = {}) {
    const { key = "sk-test", query = "model=gpt-realtime-1.5" } = options;
    this.#socket = new WebSocket(`${standIn.url.replace("http", "ws")}/realtime?${query}`, {
      headers: { authorization: `Bearer ${key}`, "openai-safety-identifier": "a1b2c3" },
      ...(options.protocol === undefined ? {} : { protocols: [options.protocol] }),
    });
    this.#socket.binaryType = "arraybuffer";
    this.#socket.onerror = () => {};
    this.#socket.onmessage = ({ data }) => this.#receive(data);
    this.closed = new Promise((resolve) => {
      this.#socket.onclose = ({ code, reason }) => resolve({ code, reason });
    });
  }

  get protocol(): string {
    return this.#socket.protocol;
  }

  send(event: unknown): void {
    this.#socket.send(JSON.stringify(event));
  }

  /** Waits until so many events of this type have come. */
  async until(type: string, times = 1): Promise<Received> {
    if (this.#of(type).length < times) {
      await new Promise<void>((done) => this.#waiting.push({ type, times, done }));
    }
    return this.#of(type)[times - 1]!;
  }

  async close(): Promise<void> {
    this.#socket.close(1000);
    await this.closed;
  }

  audio(): Uint8Array {
    return new Uint8Array(
      this.#of("response.output_audio.delta")
        .flatMap((event) => [...Uint8Array.fromBase64(String(event.at("delta")))]),
    );
  }

  #of(type: string): Received[] {
    return this.events.filter((event) => event.type === type);
  }

  #receive(data: unknown): void {
    if (typeof data !== "string") return void this.binary.push((data as ArrayBuffer).byteLength);
    this.events.push(new Received(JSON.parse(data)));
    const due = this.#waiting.filter(({ type, times }) => this.#of(type).length >= times);
    this.#waiting = this.#waiting.filter((one) => !due.includes(one));
    for (const { done } of due) done();
  }
}

async function withStandIn(
  options: StandInOptions,
  test: (standIn: StandIn) => Promise<void>,
): Promise<void> {
  const standIn = await startStandIn({ paceX: 100, ...options });
  try {
    await test(standIn);
  } finally {
    await standIn.stop();
  }
}

async function configured(standIn: StandIn): Promise<Client> {
  const client = new Client(standIn);
  await client.until("session.created");
  client.send({ type: "session.update", session: PHONE_SETTINGS });
  await client.until("session.updated");
  return client;
}

Deno.test("a whole answer goes over the wire, and the journal knows it", () =>
  withStandIn({ scenario: { answerMs: 3000 } }, async (standIn) => {
    const client = await configured(standIn);
    client.send({ type: "input_audio_buffer.append", audio: silence(100).toBase64() });
    client.send({ type: "response.create" });
    await client.until("rate_limits.updated");
    assertEquals(client.audio(), toneAudio(1, 3000));
    await client.close();
    const journal = standIn.connections[0]!;
    await journal.seen("in", "closed");
    assertEquals(journal.received(), [
      "session.update",
      "input_audio_buffer.append",
      "response.create",
    ]);
    assertEquals(journal.heard, silence(100));
    assertEquals(journal.said[0]?.audio, toneAudio(1, 3000));
    assertEquals(journal.headers.authorization, "Bearer ***");
    assertEquals(journal.sessionId, client.events[0]?.at("session.id"));
    assertEquals([journal.closed?.by, journal.verdict(), journal.faults], ["client", [], []]);
  }));

Deno.test("two connections share nothing, not even an id", () =>
  withStandIn({}, async (standIn) => {
    const clients = await Promise.all([configured(standIn), configured(standIn)]);
    for (const client of clients) client.send({ type: "response.create" });
    await Promise.all(clients.map((client) => client.until("response.done")));
    const ids = clients.flatMap(({ events }) => events.map((event) => event.at("event_id")));
    assertEquals(new Set(ids).size, ids.length);
    await Promise.all(clients.map((client) => client.close()));
  }));

Deno.test("a wrong key opens the socket, gets an error and close 3000", () =>
  withStandIn({}, async (standIn) => {
    const client = new Client(standIn, { key: "sk-bad" });
    const { code, reason } = await client.closed;
    assertEquals([code, reason], [3000, "invalid_request_error.invalid_api_key"]);
    assertEquals(client.events.map((event) => event.at("error.code")), ["invalid_api_key"]);
  }));

Deno.test("the sub-protocol realtime is echoed where it was offered", () =>
  withStandIn({}, async (standIn) => {
    const client = new Client(standIn, { protocol: "realtime" });
    await client.until("session.created");
    assertEquals(client.protocol, "realtime");
    await client.close();
  }));

Deno.test("F03 a status with Retry-After comes once, then the door is open", () =>
  withStandIn({ scenario: { faults: [{ name: "F03", value: 3 }] } }, async (standIn) => {
    const refused = await fetch(`${standIn.url}/realtime?model=gpt-realtime-2.1`, {
      headers: { authorization: "Bearer sk-test" },
    });
    // Not a WebSocket, so the fault is not spent on it.
    assertEquals(refused.status, 426);
    await refused.body?.cancel();
    await new Client(standIn).closed;
    assertEquals(standIn.connections[1]?.closed?.code, 429);
    const client = await configured(standIn);
    await client.close();
  }));

Deno.test("F01 F42 a dropped connection has no close frame, an empty one no code", async () => {
  for (const [fault, code] of [["F01", 1006], ["F42", 1005]] as const) {
    await withStandIn({
      scenario: { answerMs: 20_000, faults: [{ name: fault, value: 1005 }] },
    }, async (standIn) => {
      const client = await configured(standIn);
      client.send({ type: "response.create" });
      const closed = await client.closed;
      // Deno reports a connection that broke as 0 or 1006.
      if (code === 1006) assert([0, 1006].includes(closed.code));
      else assertEquals(closed.code, 1005);
    });
  }
});

Deno.test("F42 any code of the service reaches the client", async () => {
  for (const value of [1001, 1011, 1012, 1013]) {
    await withStandIn({ scenario: { faults: [{ name: "F42", value }] } }, async (standIn) => {
      const client = await configured(standIn);
      client.send({ type: "response.create" });
      assertEquals((await client.closed).code, value);
    });
  }
});

Deno.test("F08 without any answer the client waits until the stand-in stops", async () => {
  const standIn = await startStandIn({
    scenario: { faults: [{ name: "F08", variant: "tcp" }] },
  });
  const client = new Client(standIn);
  await standIn.connected(1);
  await standIn.stop();
  await client.closed;
  assertEquals(client.events, []);
});

Deno.test("F15 a stalled connection takes what is sent and never answers", () =>
  withStandIn({ scenario: { answerMs: 20_000, faults: [{ name: "F15" }] } }, async (standIn) => {
    const client = await configured(standIn);
    client.send({ type: "response.create" });
    const journal = standIn.connections[0]!;
    await journal.seen("out", "response.output_audio.delta", 3);
    const before = journal.totals.framesIn;
    client.send({ type: "response.cancel" });
    // The same way round on another connection has long been answered.
    const other = await configured(standIn);
    assertEquals(journal.totals.framesIn, before);
    await other.close();
  }));

Deno.test("F20 a binary frame comes as one", () =>
  withStandIn({ scenario: { faults: [{ name: "F20" }] } }, async (standIn) => {
    const client = await configured(standIn);
    client.send({ type: "response.create" });
    await client.until("response.done");
    assertEquals(client.binary, [4]);
    await client.close();
  }));

Deno.test("another scenario holds for the connections after it", () =>
  withStandIn({}, async (standIn) => {
    const first = await configured(standIn);
    standIn.setScenario({ faults: [{ name: "F07", times: Infinity }] });
    await new Client(standIn).closed;
    assertEquals(standIn.connections[1]?.closed?.code, 503);
    first.send({ type: "response.create" });
    await first.until("response.done");
    await first.close();
  }));

Deno.test("stopping ends live sessions at once and leaves nothing behind", async () => {
  const standIn = await startStandIn({ scenario: { answerMs: 20_000 } });
  const client = new Client(standIn);
  await client.until("session.created");
  client.send({ type: "response.create" });
  await client.until("response.created");
  await standIn.stop();
  await client.closed;
});

Deno.test("a transcription goes over the wire, and is refused like any other session", async () => {
  const speech = await loadSpeech();
  await withStandIn({ speech }, async (standIn) => {
    const query = "intent=transcription";
    const client = new Client(standIn, { query });
    await client.until("session.created");
    client.send({ type: "session.update", session: LISTENING_SETTINGS });
    await client.until("session.updated");
    const { audio, text } = speech.byId("people-agent-de-friday");
    for (const sound of [audio, silence(800)]) {
      client.send({ type: "input_audio_buffer.append", audio: sound.toBase64() });
    }
    const done = await client.until("conversation.item.input_audio_transcription.completed");
    assertEquals(done.at("transcript"), text);
    await client.close();
    const [journal] = standIn.connections;
    assertEquals([journal!.kind, journal!.model], ["transcription", "gpt-transcribe"]);
    assertEquals(journal!.verdict(), []);
    const bad = new Client(standIn, { query, key: "sk-bad1" });
    assertEquals((await bad.closed).code, 3000);
  });
});
