// The sequencer by itself: inputs and a clock in, effects out. Every race between our wishes and the
// server's own responses is one test here, since on a socket it would be a matter of luck.
import { assert, assertEquals } from "@std/assert";
import { NO_USAGE } from "../contract/call.ts";
import { failed } from "./failure.ts";
import {
  type Effect,
  type Input,
  nextDeadline,
  NO_RESPONSES,
  type Responses,
  type Wish,
} from "./response_state.ts";
import { isHeard, step } from "./responses.ts";

class Run {
  state: Responses = NO_RESPONSES;
  nowMs = 0;
  effects: Effect[] = [];

  input(...inputs: Input[]): this {
    for (const input of inputs) {
      const { state, effects } = step(this.state, input, this.nowMs);
      this.state = state;
      this.effects.push(...effects);
    }
    return this;
  }

  wish(cause: Wish["cause"], rest: Partial<Wish> = {}): this {
    return this.input({ type: "wish", wish: { cause, ...rest } });
  }

  created(responseId: string, wishNumber: number | null = null): this {
    return this.input({ type: "created", responseId, wishNumber });
  }

  audio(responseId: string): this {
    return this.input({ type: "progress", responseId, audio: true });
  }

  done(responseId: string, status: "completed" | "cancelled" = "completed"): this {
    return this.input(ended(responseId, { status }));
  }

  fails(
    responseId: string,
    code: "E_UP_LIMIT" | "E_UP_QUOTA" | "E_UP_ERROR" = "E_UP_ERROR",
    pauseMs = 0,
  ) {
    return this.input(
      ended(responseId, { status: "failed", failure: failed(code, ""), pauseMs }),
    );
  }

  /** Lets time pass as the runner does: a tick at each deadline. */
  wait(ms: number): this {
    const untilMs = this.nowMs + ms;
    for (;;) {
      const deadline = nextDeadline(this.state);
      if (!deadline || deadline.dueMs > untilMs) break;
      this.nowMs = Math.max(this.nowMs, deadline.dueMs);
      this.input({ type: "tick" });
    }
    this.nowMs = untilMs;
    return this;
  }

  /** What was done since the last look, in short. */
  seen(): string[] {
    const seen = this.effects.map((effect) => {
      if (effect.type === "create") return `create ${effect.number} ${effect.wish.cause}`;
      if (effect.type === "cancel") return `cancel ${effect.responseId}`;
      const { event } = effect;
      if (event.type === "response_started") return `started ${event.responseId} ${event.cause}`;
      if (event.type === "response_done") {
        const verdict = event.failure ? ` ${event.failure.retry ? "retried" : "given up"}` : "";
        return `done ${event.responseId} ${event.status}${verdict}`;
      }
      if (event.type === "note") return `note ${event.code}`;
      return event.type === "lost" ? `lost ${event.failure.code}` : event.type;
    });
    this.effects = [];
    return seen;
  }
}

function ended(
  responseId: string,
  rest: Partial<Extract<Input, { type: "done" }>>,
): Input {
  return {
    type: "done",
    responseId,
    status: "completed",
    detail: "",
    usage: NO_USAGE,
    pauseMs: 0,
    jitterMs: 0,
    ...rest,
  };
}

const refused = (number: number | null, busy = true): Input => ({
  type: "refused",
  number,
  busy,
  failure: failed("E_UP_ERROR", "refused"),
});

Deno.test("a wish is sent at once and gives its cause to the response", () => {
  const run = new Run().wish("greeting").created("a", 1).audio("a").done("a");
  assertEquals(run.seen(), ["create 1 greeting", "started a greeting", "done a completed"]);
});

Deno.test("a second wish waits for the first response to end", () => {
  const run = new Run().wish("greeting").wish("tool");
  assertEquals(run.seen(), ["create 1 greeting"]);
  run.created("a", 1);
  assertEquals(run.seen(), ["started a greeting"]);
  assertEquals(run.done("a").seen(), ["done a completed", "create 2 tool"]);
});

Deno.test("two tools that finish during one response ask for one answer", () => {
  const run = new Run().created("a").wish("tool").wish("tool").done("a");
  assertEquals(run.seen(), ["started a turn", "done a completed", "create 1 tool"]);
  assertEquals(run.created("b", 1).done("b").seen(), ["started b tool", "done b completed"]);
});

Deno.test("a response of the caller's turn satisfies the wishes that wait", () => {
  const run = new Run().created("a").wish("tool").wish("digits").created("b").done("b");
  assertEquals(run.seen(), [
    "started a turn",
    "done a incomplete",
    "started b turn",
    "done b completed",
  ]);
});

Deno.test("a wish that must be said, and a farewell, outlast the caller's turn", () => {
  const run = new Run().input({ type: "speech_started", interrupts: true })
    .wish("tool").wish("farewell");
  assertEquals(run.seen(), ["create 1 farewell"]);
  const second = new Run().created("a").wish("digits", { must: true }).created("b").done("b");
  assertEquals(second.seen().at(-1), "create 1 digits");
});

Deno.test("nothing is asked for while the caller speaks or the server owes an answer", () => {
  const run = new Run().input({ type: "speech_started", interrupts: true }).wish("tool");
  run.input({ type: "speech_stopped", answers: true }).wait(500).input({
    type: "committed",
    answers: true,
  }).wait(1000);
  assertEquals(run.seen(), []);
  assertEquals(run.created("a").done("a").wait(10_000).seen(), [
    "started a turn",
    "done a completed",
  ]);
});

Deno.test("a response that was asked for as the caller began to speak is not spoken over them", () => {
  const run = new Run().wish("tool").input({ type: "speech_started", interrupts: true });
  run.created("a", 1);
  assertEquals(run.effects.at(-1), { type: "cancel", responseId: "a" });
  assertEquals(isHeard(run.state, "a"), false);
});

Deno.test("one that must be heard is spoken all the same", () => {
  const run = new Run().wish("farewell").input({ type: "speech_started", interrupts: true });
  run.created("a", 1);
  assertEquals(isHeard(run.state, "a"), true);
});

Deno.test("F32 a request that met the server's own response is satisfied by it", () => {
  const run = new Run().wish("tool").created("a", 1).done("a").wish("tool");
  run.seen();
  run.created("vad").input(refused(2)).done("vad").wait(10_000);
  assertEquals(run.seen(), ["started vad turn", "done vad completed"]);
});

Deno.test("F32 a farewell that met the server's own response is asked for again at its end", () => {
  const run = new Run().wish("greeting").created("a", 1).done("a").wish("farewell");
  run.seen();
  run.created("vad").input(refused(2)).done("vad");
  assertEquals(run.seen(), ["started vad turn", "done vad completed", "create 3 farewell"]);
});

Deno.test("F32 without our number in it, a mistaken response is handed back to the turn", () => {
  const run = new Run().wish("farewell").created("vad").input(refused(1)).done("vad");
  assertEquals(run.seen(), [
    "create 1 farewell",
    "started vad farewell",
    "done vad completed",
    "create 2 farewell",
  ]);
});

Deno.test("F32 a response that we never saw begin is waited for in short pauses, not for ever", () => {
  const run = new Run().wish("tool");
  for (let n = 1; n <= 10; n++) run.input(refused(n)).wait(500);
  assertEquals(run.seen().length, 11);
  assertEquals(run.input(refused(11)).seen(), ["lost E_UP_ERROR"]);
});

Deno.test("a request that a strict server dislikes is sent once more without its number", () => {
  const run = new Run().wish("greeting").input(refused(1, false));
  const [first, second] = run.effects;
  assert(first?.type === "create" && !first.bare);
  assert(second?.type === "create" && second.bare);
  run.seen();
  assertEquals(run.input(refused(2, false)).wait(10_000).seen(), ["note response_refused"]);
});

Deno.test("cancelling stops the response, drops what waits and discards what still comes", () => {
  const run = new Run().created("a").audio("a").wish("tool").input({ type: "cancel" });
  assertEquals(run.seen(), ["started a turn", "cancel a"]);
  assertEquals(isHeard(run.state, "a"), false);
  run.input({ type: "cancel" }).audio("a").done("a", "cancelled").wait(10_000);
  assertEquals(run.seen(), ["done a cancelled"]);
});

Deno.test("cancelling where nothing is active does nothing", () => {
  assertEquals(new Run().input({ type: "cancel" }).wait(10_000).seen(), []);
});

Deno.test("a request that was cancelled on its way is cancelled as it comes", () => {
  const run = new Run().wish("tool").input({ type: "cancel" }).created("a", 1);
  assertEquals(run.seen(), ["create 1 tool", "started a tool", "cancel a"]);
  assertEquals(isHeard(run.state, "a"), false);
});

Deno.test("a farewell after a cancelled request is said once that one is out of the way", () => {
  const run = new Run().wish("tool").input({ type: "cancel" }).wish("farewell");
  run.created("a", 1).done("a", "cancelled");
  assertEquals(run.seen(), [
    "create 1 tool",
    "started a tool",
    "cancel a",
    "done a cancelled",
    "create 2 farewell",
  ]);
});

Deno.test("F27 what comes of a response after the caller began to speak is discarded", () => {
  const run = new Run().created("a").audio("a");
  assertEquals(isHeard(run.state, "a"), true);
  run.input({ type: "speech_started", interrupts: true });
  assertEquals(isHeard(run.state, "a"), false);
  assertEquals(run.input({ type: "cancel" }).seen(), ["started a turn"]);
});

Deno.test("a response that the caller may not interrupt goes on", () => {
  const run = new Run().created("a").audio("a")
    .input({ type: "speech_started", interrupts: false });
  assertEquals(isHeard(run.state, "a"), true);
});

Deno.test("a turn that was committed under a response is answered after it", () => {
  const run = new Run().created("a").audio("a").input({ type: "committed", answers: true });
  run.wait(4000).audio("a").done("a");
  run.seen();
  assertEquals(run.wait(300).seen(), ["note turn_unanswered", "create 1 turn"]);
});

Deno.test("F25 a repeated end and a repeated beginning change nothing", () => {
  const run = new Run().created("a").created("a").done("a").done("a").created("a").done("a");
  assertEquals(run.seen(), ["started a turn", "done a completed"]);
});

Deno.test("F13 a turn that nothing answers is asked about after three seconds", () => {
  const run = new Run().input({ type: "committed", answers: true }).wait(2999);
  assertEquals(run.seen(), []);
  assertEquals(run.wait(1).seen(), ["note turn_unanswered", "create 1 turn"]);
  assertEquals(run.wait(5000).seen(), ["create 1 turn"]);
  assertEquals(run.wait(5000).seen(), ["lost E_UP_TIMEOUT"]);
});

Deno.test("no deadline runs while a tool works or the caller speaks", () => {
  const run = new Run().created("a").audio("a").done("a");
  assertEquals(nextDeadline(run.state), null);
  run.input({ type: "committed", answers: true }, { type: "speech_started", interrupts: true })
    .wish("tool");
  assertEquals(nextDeadline(run.state), null);
});

Deno.test("O-17 F12 a response that says nothing for eight seconds is replaced once", () => {
  const run = new Run().wish("greeting").created("a", 1).wait(7999);
  run.seen();
  assertEquals(run.wait(1).seen(), ["cancel a", "note response_silent"]);
  assertEquals(run.done("a", "cancelled").seen(), ["done a cancelled", "create 2 greeting"]);
  assertEquals(run.created("b", 2).wait(8000).seen(), ["started b greeting", "lost E_UP_TIMEOUT"]);
});

Deno.test("sound of the replacement forgives the silence before it", () => {
  const run = new Run().created("a").wait(8000).done("a", "cancelled").created("b", 1).audio("b");
  assertEquals(run.state.silences, 0);
});

Deno.test("F14 a response whose deltas stop is cancelled and the call goes on", () => {
  const run = new Run().created("a").audio("a").wait(4000).audio("a").wait(4999);
  run.seen();
  assertEquals(run.wait(1).seen(), ["cancel a", "note response_stalled"]);
  run.wish("digits");
  assertEquals(run.wait(3000).seen(), ["done a cancelled", "create 1 digits"]);
});

Deno.test("a cancel that found nothing ends the response here too", () => {
  const run = new Run().created("a").audio("a").input({ type: "cancel" });
  run.seen();
  run.input({ type: "cancel_refused", responseId: "a" });
  assertEquals(run.seen(), ["done a cancelled"]);
  assertEquals(run.done("a").seen(), []);
});

Deno.test("F33 a failed response is tried again after 250, 1000 and 2500 ms, then given up", () => {
  const run = new Run().wish("greeting").created("a1", 1).fails("a1", "E_UP_LIMIT");
  for (const [attempt, pauseMs] of [[2, 250], [3, 1000], [4, 2500]] as const) {
    run.seen();
    assertEquals(run.wait(pauseMs - 1).seen(), []);
    assertEquals(run.wait(1).seen(), [`create ${attempt} greeting`]);
    run.created(`a${attempt}`, attempt).fails(`a${attempt}`, "E_UP_LIMIT");
  }
  assertEquals(run.seen(), ["started a4 greeting", "done a4 failed given up"]);
  assertEquals(run.wait(60_000).seen(), []);
});

Deno.test("F33 a pause that the server asks for is kept, up to five seconds", () => {
  const run = new Run().created("a").fails("a", "E_UP_LIMIT", 1200).wait(1199);
  run.seen();
  assertEquals(run.wait(1).seen(), ["create 1 turn"]);
  run.created("b", 1).fails("b", "E_UP_LIMIT", 90_000).wait(4999);
  run.seen();
  assertEquals(run.wait(1).seen(), ["create 2 turn"]);
});

Deno.test("a failed response is not tried again while the caller speaks", () => {
  const run = new Run().created("a").input({ type: "speech_started", interrupts: false })
    .fails("a").wait(60_000);
  assertEquals(run.seen(), ["started a turn", "done a failed retried"]);
});

Deno.test("F34 half a sentence is not said again", () => {
  const run = new Run().created("a").audio("a").fails("a").wait(60_000);
  assertEquals(run.seen(), ["started a turn", "done a failed given up"]);
});

Deno.test("O-13 no credit ends the session at the second failure, sound between them forgives", () => {
  const run = new Run().created("a").fails("a", "E_UP_QUOTA").wait(250).created("b", 1);
  run.audio("b").done("b").created("c").fails("c", "E_UP_QUOTA").wait(250).created("d", 2);
  assertEquals(run.seen().includes("lost E_UP_QUOTA"), false);
  assertEquals(run.fails("d", "E_UP_QUOTA").seen(), ["done d failed given up", "lost E_UP_QUOTA"]);
});

Deno.test("F28 F30 any order of inputs keeps one response at a time", () => {
  // A small seeded walk: the same five thousand steps each time.
  let seed = 42;
  const pick = (n: number) => {
    seed ^= seed << 13;
    seed ^= seed >>> 17;
    seed ^= seed << 5;
    return (seed >>> 0) % n;
  };
  const run = new Run();
  let made = 0;
  for (let i = 0; i < 5000; i++) {
    const { asked, active } = run.state;
    const inputs: Input[] = [
      { type: "wish", wish: { cause: "tool", must: pick(3) === 0 } },
      { type: "speech_started", interrupts: pick(2) === 0 },
      { type: "speech_stopped", answers: true },
      { type: "committed", answers: true },
      { type: "cancel" },
      { type: "created", responseId: `r${++made}`, wishNumber: asked?.number ?? null },
      { type: "progress", responseId: active?.responseId ?? "none", audio: true },
      ended(active?.responseId ?? "none", {}),
      ended(active?.responseId ?? "none", { status: "failed", failure: failed("E_UP_LIMIT", "") }),
      refused(asked?.number ?? null),
    ];
    const wasAsked = run.state.asked !== null;
    run.input(inputs[pick(inputs.length)]!).wait(pick(2) * 100);
    assert(!run.state.active || !run.state.asked || wasAsked, "asked while one is active");
  }
  const told = run.effects.flatMap((effect) => effect.type === "tell" ? [effect.event] : []);
  let open: string | null = null;
  for (const event of told) {
    if (event.type === "response_started") {
      assertEquals(open, null);
      open = event.responseId;
    } else if (event.type === "response_done") {
      assertEquals(event.responseId, open);
      open = null;
    } else if (event.type === "lost") open = null;
  }
  assert(told.length > 1000, `only ${told.length}`);
});
