import { assertEquals } from "@std/assert";
import { AnswerTimes } from "./answer_times.ts";

Deno.test("an answer is timed from the end of the question to the first sound, once", () => {
  const answers = new AnswerTimes();
  answers.heard({ begunMs: 0, soundMs: 0 });
  answers.said(1000);
  answers.heard({ begunMs: 1600, soundMs: 1600 });
  answers.heard({ begunMs: 1600, soundMs: 1700 });
  answers.said(5000);
  answers.heard({ begunMs: 5250, soundMs: 5250 });
  assertEquals(answers.ms, [600, 250]);
});

Deno.test("an agent who spoke into the question and goes on gives no answer that could be timed", () => {
  const answers = new AnswerTimes();
  answers.said(1000);
  answers.heard({ begunMs: 800, soundMs: 900 });
  answers.heard({ begunMs: 800, soundMs: 1050 });
  answers.heard({ begunMs: 3000, soundMs: 3000 });
  assertEquals(answers.ms, []);
});

Deno.test("an agent who fell silent when interrupted is timed by the next words", () => {
  const answers = new AnswerTimes();
  answers.said(1000);
  answers.heard({ begunMs: 0, soundMs: 500 });
  answers.heard({ begunMs: 1400, soundMs: 1400 });
  assertEquals(answers.ms, [400]);
});
