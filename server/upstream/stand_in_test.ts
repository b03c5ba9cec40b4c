// What this folder sends, judged by the strict stand-in over a real socket: whatever it refuses, the real service
// would refuse too.
import { assert, assertEquals } from "@std/assert";
import { systemClock } from "../clock.ts";
import { silentLog } from "../observe/log.ts";
import type { Scenario } from "../simulator/realtime/scenario.ts";
import { startStandIn } from "../simulator/realtime/stand_in.ts";
import { createOpenUpstream } from "./open_upstream.ts";
import { KEY, settingsOf, TURN_TAKING } from "./scripted_session.ts";
import type { SessionSettings, Upstream, UpstreamEvent } from "./upstream.ts";

class Line {
  events: UpstreamEvent[] = [];
  upstream!: Upstream;
  #waiting: { fits: (event: UpstreamEvent) => boolean; done: () => void }[] = [];

  heard(event: UpstreamEvent): void {
    this.events.push(event);
    const due = this.#waiting.filter(({ fits }) => fits(event));
    this.#waiting = this.#waiting.filter((one) => !due.includes(one));
    for (const { done } of due) done();
  }

  /** Resolves with the next event of this type, from now on. */
  next<T extends UpstreamEvent["type"]>(type: T): Promise<Extract<UpstreamEvent, { type: T }>> {
    return new Promise((resolve) => {
      this.#waiting.push({
        fits: (event) => event.type === type,
        done: () => resolve(this.events.at(-1) as Extract<UpstreamEvent, { type: T }>),
      });
    });
  }

  notes(): string[] {
    return this.events.flatMap((event) => event.type === "note" ? [event.code] : []);
  }
}

async function withLine(
  { settings, scenario }: { settings: SessionSettings; scenario: Scenario },
  body: (line: Line) => Promise<void>,
): Promise<void> {
  const standIn = await startStandIn({
    paceX: 20,
    scenario: { answers: "tone", commentary: "never", answerMs: 300, ...scenario },
  });
  const line = new Line();
  const open = createOpenUpstream({
    target: { baseUrl: standIn.url, apiKey: KEY, keyHeader: "bearer" },
    clock: systemClock,
    log: silentLog,
  });
  const ready = line.next("ready");
  line.upstream = open(settings, "hash", (event) => line.heard(event));
  try {
    await ready;
    await body(line);
  } finally {
    line.upstream.close();
    const journal = await standIn.connected(1);
    await journal.seen("in", "closed");
    await standIn.stop();
    assertEquals(journal.faults, []);
    assertEquals(journal.verdict().filter((one) => one.startsWith("refused")), []);
  }
}

const SERVER = {
  label: "billing",
  url: "https://mcp.test/",
  description: "Invoices",
  allowedTools: ["pay"],
  approval: "always" as const,
  authorization: "token",
  headers: { "X-Tenant": "7" },
};

Deno.test("settings with everything on are accepted as they are", async () => {
  const turnTaking = { ...TURN_TAKING, noiseReduction: "far_field" as const, bargeInMs: 300 };
  const settings = settingsOf({ turnTaking }, { mcp: [SERVER] });
  await withLine({ settings, scenario: {} }, (line) => {
    assertEquals(line.notes(), []);
    return Promise.resolve();
  });
});

Deno.test("F39 a question is answered while the agent speaks", async () => {
  const scenario: Scenario = {
    when: [{ match: { purpose: "summary" }, reply: [{ type: "speech", text: "Short." }] }],
    answerMs: 4000,
  };
  await withLine({ settings: settingsOf(), scenario }, async (line) => {
    const [spoken, answer] = [line.next("response_done"), line.next("answer")];
    line.upstream.respond({ cause: "greeting" });
    line.upstream.ask({ purpose: "summary", instructions: "Sum up.", withinMs: 5000 });
    assertEquals([(await answer).text, (await answer).ok], ["Short.", true]);
    assert((await answer).usage.outputTextTokens > 0);
    assertEquals((await spoken).status, "completed");
  });
});

Deno.test("a remote tool is allowed, called and spoken of", async () => {
  const scenario: Scenario = {
    timing: { mcpList: [0, 0] },
    when: [
      { match: { lastToolOutputIncludes: "paid" }, reply: [{ type: "speech", text: "Done." }] },
      {
        match: { lastTextIncludes: "please pay" },
        reply: [{ type: "mcp", server: "billing", name: "pay", args: "{}", output: "paid" }],
      },
    ],
  };
  const settings = settingsOf({}, { mcp: [SERVER] });
  await withLine({ settings, scenario }, async (line) => {
    // The list comes in its own time: a first answer lets it pass.
    const first = line.next("response_done");
    line.upstream.respond({ cause: "greeting" });
    await first;
    const request = line.next("approval_asked");
    line.upstream.tell("please pay");
    line.upstream.respond({ cause: "digits" });
    const text = line.next("agent_text");
    line.upstream.approve((await request).approvalId, true);
    assertEquals((await text).text, "Done.");
    const calls = line.events.flatMap((event) =>
      event.type === "mcp_call" ? [`${event.phase} ${event.name} ${event.output}`] : []
    );
    assertEquals(calls, ["started pay ", "completed pay paid"]);
  });
});

Deno.test("another agent's instructions hold from its first answer", async () => {
  const scenario: Scenario = {
    when: [{
      match: { instructionsInclude: "You are billing" },
      reply: [{ type: "speech", text: "Billing here." }],
    }],
  };
  await withLine({ settings: settingsOf(), scenario }, async (line) => {
    const greeted = line.next("response_done");
    line.upstream.respond({ cause: "greeting" });
    await greeted;
    const text = line.next("agent_text");
    line.upstream.reconfigure({ instructions: "You are billing.", tools: [], mcp: [] });
    line.upstream.respond({ cause: "handover" });
    assertEquals((await text).text, "Billing here.");
    assertEquals(line.notes(), []);
  });
});

Deno.test("with a least length of speech a turn is told, and answered only when it is asked for", async () => {
  const settings = settingsOf({ turnTaking: { ...TURN_TAKING, bargeInMs: 300 } });
  const scenario: Scenario = { speechAtMs: [[300, 1300]] };
  await withLine({ settings, scenario }, async (line) => {
    const committed = line.next("committed");
    for (let atMs = 0; atMs < 2600; atMs += 20) line.upstream.append(new Uint8Array(160));
    const { itemId } = await committed;
    assertEquals(line.events.filter(({ type }) => type === "response_started"), []);
    const done = line.next("response_done");
    line.upstream.respond({ cause: "turn" });
    await done;
    line.upstream.forget(itemId);
  });
});
