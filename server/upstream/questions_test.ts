// The questions by themselves: whatever comes or does not come, each has one answer in time.
import { assertEquals } from "@std/assert";
import { NO_USAGE } from "../contract/call.ts";
import {
  isAnswer,
  NO_QUESTIONS,
  questionDueMs,
  type QuestionEffect,
  type QuestionInput,
  type Questions,
  stepQuestions,
} from "./questions.ts";

const USAGE = { ...NO_USAGE, outputTextTokens: 7 };

class Run {
  state: Questions = NO_QUESTIONS;
  effects: QuestionEffect[] = [];

  constructor(ready = true) {
    if (ready) this.input({ type: "ready" });
  }

  input(input: QuestionInput, nowMs = 0): this {
    const { state, effects } = stepQuestions(this.state, input, nowMs);
    this.state = state;
    this.effects.push(...effects);
    return this;
  }

  ask(purpose: string, withinMs = 1000, nowMs = 0): this {
    return this.input(
      { type: "asked", purpose, instructions: `Make a ${purpose}.`, withinMs },
      nowMs,
    );
  }

  created(responseId: string, number: number | null): this {
    return this.input({ type: "created", responseId, number });
  }

  done(
    responseId: string,
    rest: Partial<Extract<QuestionInput, { type: "done" }>> = {},
  ): this {
    return this.input({
      type: "done",
      responseId,
      number: null,
      ended: true,
      whole: "",
      usage: USAGE,
      ...rest,
    });
  }

  seen(): string[] {
    const seen = this.effects.map((effect) => {
      if (effect.type === "send") return `send ${effect.number} ${effect.purpose}`;
      if (effect.type === "cancel") return `cancel ${effect.responseId}`;
      const { purpose, ok, text, usage } = effect.event;
      return `${purpose}: ${ok ? "ok" : "none"} "${text}" ${usage.outputTextTokens}`;
    });
    this.effects = [];
    return seen;
  }
}

Deno.test("a question is sent at once and answered with its text and what it cost", () => {
  const run = new Run().ask("summary").created("r", 1);
  assertEquals(isAnswer(run.state, "r"), true);
  run.input({ type: "text", responseId: "r", text: " All is well. " }).done("r");
  assertEquals(run.seen(), ["send 1 summary", 'summary: ok "All is well." 7']);
  assertEquals([isAnswer(run.state, "r"), questionDueMs(run.state)], [false, null]);
});

Deno.test("F39 two questions at once keep their answers apart", () => {
  const run = new Run().ask("summary").ask("verdict").created("b", 2).created("a", 1);
  run.input({ type: "text", responseId: "b", text: "yes" });
  run.input({ type: "text", responseId: "a", text: "short" });
  run.done("a").done("b");
  assertEquals(run.seen().slice(2), ['summary: ok "short" 7', 'verdict: ok "yes" 7']);
});

Deno.test("text whose pieces went missing is taken from the whole", () => {
  assertEquals(
    new Run().ask("summary").created("r", 1).done("r", { whole: "Whole." }).seen()[1],
    'summary: ok "Whole." 7',
  );
});

Deno.test("a response whose beginning was missed is known by its number", () => {
  const run = new Run().ask("summary").done("r", { number: 1, whole: "Whole." });
  assertEquals(run.seen()[1], 'summary: ok "Whole." 7');
});

Deno.test("without its number a response answers the oldest question that has none", () => {
  const run = new Run().ask("summary").created("r", null).done("r", { whole: "Whole." });
  assertEquals(run.seen()[1], 'summary: ok "Whole." 7');
});

Deno.test("a failed, empty or refused answer is empty, once", () => {
  const failed = new Run().ask("summary").created("r", 1).done("r", { ended: false, whole: "Ha" });
  assertEquals(failed.done("r").seen().slice(1), ['summary: none "" 7']);
  const empty = new Run().ask("summary").created("r", 1).done("r", { whole: "  " });
  assertEquals(empty.seen().slice(1), ['summary: none "" 7']);
  const refused = new Run().ask("summary").input({ type: "refused", number: 1 });
  assertEquals(refused.input({ type: "refused", number: 1 }).seen().slice(1), [
    'summary: none "" 0',
  ]);
});

Deno.test("a late answer is empty in time, and its response is cancelled", () => {
  const run = new Run().ask("summary", 800, 100).created("r", 1);
  run.seen();
  assertEquals(questionDueMs(run.state), 900);
  assertEquals(run.input({ type: "tick" }, 899).seen(), []);
  assertEquals(run.input({ type: "tick" }, 900).seen(), ["cancel r", 'summary: none "" 0']);
  assertEquals(run.done("r", { whole: "Late." }).seen(), []);
});

Deno.test("a response that begins after its question was given up is cancelled", () => {
  const run = new Run().ask("summary", 800).input({ type: "tick" }, 800);
  run.seen();
  assertEquals(run.created("r", 1).seen(), ["cancel r"]);
});

Deno.test("before the session is ready a question waits, but no longer than it may", () => {
  const run = new Run(false).ask("summary", 800).ask("verdict", 5000);
  assertEquals(run.seen(), []);
  assertEquals(run.input({ type: "tick" }, 800).seen(), ['summary: none "" 0']);
  assertEquals(run.input({ type: "ready" }, 900).seen(), ["send 2 verdict"]);
});

Deno.test("the end of the session answers what is open, once", () => {
  const run = new Run().ask("summary").ask("verdict").created("r", 2);
  run.seen();
  const empty = ['summary: none "" 0', 'verdict: none "" 0'];
  assertEquals(run.input({ type: "over" }).input({ type: "over" }).seen(), empty);
});
