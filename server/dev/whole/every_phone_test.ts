// The same conversation by way of every phone system: greeting, question, interruption, digits, tool, goodbye; and
// the same of what the caller heard. Then many callers of all kinds at once.
import { assert, assertEquals } from "@std/assert";
import type { HttpTool } from "../../contract/agent_tools.ts";
import type { Scenario } from "../../simulator/realtime/scenario.ts";
import { calls, heardOf, parts, remarks, says } from "./heard_words.ts";
import {
  PHONE_NAMES,
  type PhoneName,
  runApp,
  type RunningApp,
  script,
  type Steps,
} from "./running_app.ts";
import {
  atOnce,
  type CallFile,
  eventsOf,
  eventually,
  publish,
  receiver,
  recordOf,
  verdicts,
} from "./whole_kit.ts";

const HELLO = says("Hello, this is the parcel desk.");
const LONG = says("We are open from Monday to Friday, and on Saturday.", 6000);
const OF_COURSE = says("Of course. It comes today.");
const DIGITS = says("Thank you, I have the number.");
const LOOKING = remarks("Let me look.");
const FRIDAY = says("It comes on Friday.");
const BYE = says("Goodbye, and thank you.");
const SPOKEN = [HELLO, LONG, OF_COURSE, DIGITS, LOOKING, FRIDAY, BYE].map((spoken) => ({
  ...spoken,
  audio: withoutMinusZero(spoken.audio),
}));

const SCENARIO: Scenario = {
  replies: [[HELLO]],
  commentary: "always",
  when: [
    { match: { callerRecording: "caller-hours" }, reply: [LONG] },
    { match: { callerRecording: "caller-interrupt" }, reply: [OF_COURSE] },
    { match: { lastTextIncludes: "the keys 4 7 1 1 9 2" }, reply: [DIGITS] },
    { match: { callerRecording: "caller-change" }, reply: [LOOKING, calls("look_up", {})] },
    { match: { lastToolOutputIncludes: "Friday" }, reply: [FRIDAY] },
    { match: { callerRecording: "caller-goodbye" }, reply: parts(BYE) },
  ],
};

/** Agent Voice Response's HTTP stream carries no keys. */
const WITHOUT_KEYS: ReadonlySet<string> = new Set(["avr-http"]);

function conversation(protocol: string) {
  const keys: Steps = WITHOUT_KEYS.has(protocol)
    ? []
    : [{ do: "press", digits: "471192#", gapMs: 350 }, { do: "listen" }];
  return script(
    "the whole of it",
    { do: "listen" },
    { do: "say", recording: "caller-hours" },
    { do: "interrupt", afterMs: 1200, recording: "caller-interrupt" },
    { do: "listen" },
    ...keys,
    { do: "say", recording: "caller-change" },
    { do: "listen", quietMs: 1500 },
    { do: "say", recording: "caller-goodbye" },
    { do: "expect_end" },
  );
}

function tool(url: string): HttpTool {
  return {
    name: "look_up",
    description: "Looks a parcel up",
    method: "GET",
    url: `${url}/parcel`,
    headers: [],
    parameters: JSON.stringify({ type: "object", properties: {} }),
    timeoutMs: 5000,
    confirm: false,
    redact: [],
  };
}

/** Sixteen bits have one zero, mu-law has two. */
function withoutMinusZero(ulaw: Uint8Array): Uint8Array {
  return ulaw.map((code) => code === 0x7f ? 0xff : code);
}

interface Heard {
  heard: Uint8Array;
  scriptError: string | null;
  bargeIns: number;
  breaches: readonly unknown[];
}

/** What every caller of this conversation must have heard, and what every record must say. */
function assertConversation(protocol: string, report: Heard, file: CallFile): void {
  const { bargeIns, breaches, scriptError } = report;
  assertEquals({ breaches, scriptError }, { breaches: [], scriptError: null }, protocol);
  const keys = WITHOUT_KEYS.has(protocol) ? [] : [DIGITS.text];
  const heard = withoutMinusZero(report.heard);
  assertEquals(heardOf({ heard }, SPOKEN), [
    HELLO.text,
    `${LONG.text}…`,
    OF_COURSE.text,
    ...keys,
    LOOKING.text,
    FRIDAY.text,
    BYE.text,
  ], protocol);
  // Over HTTP nothing can tell the phone to be silent: the sound just stops.
  assert(protocol === "avr-http" || bargeIns >= 1 || protocol === "audiosocket", `${bargeIns}`);
  assertEquals([file.call.protocol, file.call.endReason], [protocol, "agent_completed"]);
  assertEquals(eventsOf(file, "tool.finished").map(({ name, ok }) => [name, ok])[0], [
    "look_up",
    true,
  ]);
  const cut = eventsOf(file, "agent.heard").find(({ interrupted }) => interrupted);
  assert(cut && cut.heardMs > 500 && cut.heardMs < 5000, `${protocol}: ${cut?.heardMs} ms heard`);
}

/** The call whose record names this conversation. */
async function fileOf(app: RunningApp, protocol: string): Promise<CallFile> {
  const response = await app.api("/api/calls?limit=100");
  const { calls }: { calls: { callId: string; protocol: string }[] } = await response.json();
  const call = calls.find((one) => one.protocol === protocol);
  assert(call, `there is a record of a call by ${protocol}`);
  return await recordOf(app, call.callId);
}

async function whole(protocol: PhoneName | "audiohook"): Promise<void> {
  const lookUps = receiver(() => Response.json({ eta: "Friday" }));
  const app = await runApp({
    scenario: SCENARIO,
    phones: true,
    paceX: 4,
    env: { ALLOW_PRIVATE_ADDRESSES: "true" },
  });
  try {
    await publish(app, (config) => ({
      tools: { ...config.tools, http: [tool(lookUps.url)] },
      digits: { ...config.digits, terminator: "#" },
    }));
    const options = { script: conversation(protocol) };
    const report = protocol === "audiohook"
      ? await app.ring(options).then((own) => ({ ...own, breaches: own.violations }))
      : await app.ringPhone(protocol, options);
    assertConversation(protocol, report, await fileOf(app, protocol));
    assertEquals(verdicts(app), [], protocol);
    assertEquals(lookUps.received.length, 1);
  } finally {
    await app.stop();
    await lookUps.stop();
  }
}

Deno.test("the same conversation sounds the same on every phone system", async () => {
  await atOnce(Object.fromEntries(
    (["audiohook", ...PHONE_NAMES] as const).map((protocol) => [protocol, () => whole(protocol)]),
  ));
});

Deno.test("callers of all kinds at once do not disturb each other", async () => {
  const app = await runApp({ scenario: SCENARIO, phones: true });
  const short = script(
    "greeting, question, goodbye",
    { do: "listen" },
    { do: "say", recording: "caller-change" },
    { do: "listen" },
    { do: "say", recording: "caller-goodbye" },
    { do: "expect_end" },
  );
  const placed = Array.from({ length: 20 }, (_, i) => PHONE_NAMES[i % PHONE_NAMES.length]!);
  await atOnce(Object.fromEntries(placed.map((protocol, i) => [`${i} ${protocol}`, async () => {
    await new Promise((resolve) => setTimeout(resolve, 40 * i));
    const { breaches, scriptError } = await app.ringPhone(protocol, { script: short });
    assertEquals({ breaches, scriptError }, { breaches: [], scriptError: null });
  }])));
  const ended = await eventually("all calls to be over", async () => {
    const response = await app.api("/api/calls?limit=100");
    const { calls }: { calls: { endReason: string | null }[] } = await response.json();
    return calls.every(({ endReason }) => endReason !== null) ? calls : undefined;
  });
  assertEquals(ended.length, placed.length);
  assertEquals(new Set(ended.map(({ endReason }) => endReason)), new Set(["agent_completed"]));
  await app.stop();
});
