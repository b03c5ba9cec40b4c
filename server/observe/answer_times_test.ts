import { assertEquals } from "@std/assert";
import { AnswerTimes } from "./answer_times.ts";

Deno.test("an answer counts from the end of the caller's speech, once", () => {
  const times = new AnswerTimes();
  times.callerSilent("a", 1000);
  times.agentSpeaks("a", 1800);
  times.agentSpeaks("a", 5000);
  assertEquals(times.figures(), { answers: 1, p50Ms: 800, p95Ms: 800, p99Ms: 800 });
});

Deno.test("a greeting, a caller who goes on and one who hung up do not count", () => {
  const times = new AnswerTimes();
  times.agentSpeaks("a", 300);
  times.callerSilent("a", 1000);
  times.callerSpeaks("a");
  times.agentSpeaks("a", 1400);
  times.callerSilent("b", 1000);
  times.ended("b");
  times.agentSpeaks("b", 1200);
  times.callerSilent("c", 1000);
  times.agentSpeaks("c", 99_000);
  assertEquals(times.figures().answers, 0);
});

Deno.test("the newest thousand count", () => {
  const times = new AnswerTimes();
  for (let i = 0; i < 5000; i++) {
    times.callerSilent("a", 0);
    times.agentSpeaks("a", i < 4000 ? 9000 : 500);
  }
  assertEquals(times.figures(), { answers: 1000, p50Ms: 500, p95Ms: 500, p99Ms: 500 });
});
