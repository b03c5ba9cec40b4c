import { assertEquals } from "@std/assert";
import { failed } from "../failure.ts";
import type { Wish } from "../response_state.ts";
import { dueMs, type Effect, type Input, NO_TURNS, step, type Turns } from "./turns.ts";

class Script {
  state: Turns = NO_TURNS;
  nowMs = 0;

  take(input: Input): string[] {
    const { state, effects } = step(this.state, input, this.nowMs);
    this.state = state;
    return effects.map(words);
  }

  wish(wish: Wish | Wish["cause"]): string[] {
    return this.take({ type: "wish", wish: typeof wish === "string" ? { cause: wish } : wish });
  }

  fail(number: number, code: Parameters<typeof failed>[0] = "E_UP_5XX", retryAfterMs?: number) {
    return this.take({ type: "ended", number, failure: failed(code, "", retryAfterMs) });
  }

  /** Until what is due. */
  tick(): string[] {
    this.nowMs = dueMs(this.state) ?? this.nowMs;
    return this.take({ type: "tick" });
  }
}

function words(effect: Effect): string {
  switch (effect.type) {
    case "start":
      return `start ${effect.number} ${effect.wish.cause}`;
    case "stop":
      return `stop ${effect.number} ${effect.detail}`;
    case "done":
      return `done ${effect.number}${effect.again ? " again" : ""}`;
    case "lose":
      return `lose ${effect.failure.code}`;
  }
}

const STARTED: Input = { type: "speech_started", interrupts: true };
const STOPPED: Input = { type: "speech_stopped", answers: true };

Deno.test("a wish is granted at once, a second one after the first", () => {
  const script = new Script();
  assertEquals(script.wish("greeting"), ["start 1 greeting"]);
  assertEquals(script.wish("digits"), []);
  assertEquals(script.take({ type: "ended", number: 1 }), ["done 1", "start 2 digits"]);
  assertEquals(script.take({ type: "ended", number: 2 }), ["done 2"]);
  assertEquals(dueMs(script.state), null);
});

Deno.test("a turn brings its answer, and satisfies plain wishes beside it", () => {
  const script = new Script();
  assertEquals(script.take(STARTED), []);
  assertEquals(script.wish("tool"), []);
  assertEquals(script.wish({ cause: "digits", must: true }), ["start 1 digits"]);
  assertEquals(script.take(STOPPED), []);
  assertEquals(script.take({ type: "ended", number: 1 }), ["done 1", "start 2 turn"]);
  assertEquals(script.take({ type: "ended", number: 2 }), ["done 2"]);
});

Deno.test("a caller who speaks ends the answer", () => {
  const script = new Script();
  script.take(STARTED);
  script.take(STOPPED);
  assertEquals(script.take(STARTED), ["stop 1 turn_detected"]);
  assertEquals(script.take({ type: "ended", number: 1 }), []);
  assertEquals(script.take(STOPPED), ["start 2 turn"]);
});

Deno.test("where speech does not interrupt, its answer waits for the one before", () => {
  const script = new Script();
  script.wish("greeting");
  assertEquals(script.take({ type: "speech_started", interrupts: false }), []);
  assertEquals(script.take(STOPPED), []);
  assertEquals(script.take({ type: "ended", number: 1 }), ["done 1", "start 2 turn"]);
});

Deno.test("while the caller speaks only what must be said is said", () => {
  const script = new Script();
  script.take(STARTED);
  assertEquals(script.wish({ cause: "no_input", instructions: "Ask." }), []);
  assertEquals(script.wish("farewell"), ["start 1 farewell"]);
});

Deno.test("a turn that is answered by the bridge brings nothing by itself", () => {
  const script = new Script();
  script.take({ type: "speech_started", interrupts: false });
  assertEquals(script.take({ type: "speech_stopped", answers: false }), []);
  assertEquals(script.wish("turn"), ["start 1 turn"]);
});

Deno.test("wishes of the same kind are one, those that insist are not", () => {
  const script = new Script();
  script.wish("greeting");
  script.wish("tool");
  script.wish("tool");
  script.wish({ cause: "digits", must: true });
  script.wish({ cause: "digits", must: true });
  assertEquals(script.state.waiting.map(({ cause }) => cause), ["tool", "digits", "digits"]);
});

Deno.test("cancel ends the answer and every wish", () => {
  const script = new Script();
  assertEquals(script.take({ type: "cancel" }), []);
  script.wish("greeting");
  script.wish({ cause: "digits", must: true });
  assertEquals(script.take({ type: "cancel" }), ["stop 1 client_cancelled"]);
  assertEquals(script.take({ type: "ended", number: 1 }), []);
});

Deno.test("a failed answer is tried once more after a pause", () => {
  const script = new Script();
  script.wish("greeting");
  assertEquals(script.fail(1), ["done 1 again"]);
  assertEquals(script.take({ type: "tick" }), []);
  assertEquals(dueMs(script.state), 250);
  assertEquals(script.tick(), ["start 2 greeting"]);
  assertEquals(script.fail(2), ["done 2"]);
  assertEquals(dueMs(script.state), null);
});

Deno.test("the pause is what the server asks for, within reason", () => {
  for (const [asked, waited] of [[undefined, 250], [900, 900], [60_000, 5000]] as const) {
    const script = new Script();
    script.wish("greeting");
    script.fail(1, "E_UP_LIMIT", asked);
    assertEquals(dueMs(script.state), waited);
  }
});

Deno.test("three failures in a row end the session, a sound between them begins the row anew", () => {
  const script = new Script();
  script.wish("greeting");
  script.fail(1);
  script.tick();
  script.fail(2);
  assertEquals(script.wish("recovery"), ["start 3 recovery"]);
  assertEquals(script.fail(3), ["lose E_UP_5XX"]);

  const other = new Script();
  other.wish("greeting");
  other.fail(1);
  other.tick();
  other.take({ type: "audible", number: 2 });
  assertEquals(other.fail(2), ["done 2"]);
  other.wish("recovery");
  assertEquals(other.fail(3), ["done 3 again"]);
});

Deno.test("what no new attempt can mend ends the session at once", () => {
  for (const code of ["E_UP_AUTH", "E_UP_MODEL", "E_UP_QUOTA", "E_UP_CONFIG"] as const) {
    const script = new Script();
    script.wish("greeting");
    assertEquals(script.fail(1, code), [`lose ${code}`]);
  }
});

Deno.test("while the caller speaks a failed answer is left to the turn that comes", () => {
  const script = new Script();
  script.wish("greeting");
  script.take({ type: "speech_started", interrupts: false });
  assertEquals(script.fail(1), ["done 1 again"]);
  script.nowMs = 1000;
  assertEquals(script.take(STOPPED), ["start 2 turn"]);
});

Deno.test("an answer that is not the active one changes nothing", () => {
  const script = new Script();
  script.wish("greeting");
  const before = script.state;
  assertEquals(script.take({ type: "ended", number: 7 }), []);
  assertEquals(script.take({ type: "audible", number: 7 }), []);
  assertEquals(script.state, before);
});
