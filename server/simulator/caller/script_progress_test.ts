import { assertEquals } from "@std/assert";
import { Script } from "./caller_script.ts";
import { advance, beginScript, type Deed, type Perception } from "./script_progress.ts";

/** A caller whose agent is moved by hand. */
function bench(...steps: unknown[]) {
  const { steps: read } = Script.parse({ name: "test", steps });
  const seen: Perception = {
    atMs: 0,
    agent: { playing: false, changedMs: 0, bursts: 0, spokenMs: 0 },
    saidAtMs: 0,
  };
  let progress = beginScript(seen);
  let wakeAtMs: number | undefined;
  const deeds: string[] = [];
  const look = () => {
    for (;;) {
      const next = advance(read, progress, seen);
      progress = next.progress;
      wakeAtMs = next.wakeAtMs;
      if (!next.deed) return;
      deeds.push(`${seen.atMs} ${nameOf(next.deed)}`);
      // Whatever is said takes a second.
      if (next.deed.do === "say" || next.deed.do === "cough") seen.saidAtMs = seen.atMs + 1000;
    }
  };
  look();
  return {
    deeds,
    agent(playing: boolean) {
      seen.agent = {
        ...seen.agent,
        playing,
        changedMs: seen.atMs,
        bursts: seen.agent.bursts + (playing ? 1 : 0),
      };
      look();
    },
    pass(ms: number) {
      const untilMs = seen.atMs + ms;
      const go = (atMs: number) => {
        if (seen.agent.playing) seen.agent.spokenMs += atMs - seen.atMs;
        seen.atMs = atMs;
      };
      while (wakeAtMs !== undefined && wakeAtMs <= untilMs) {
        go(Math.max(seen.atMs, wakeAtMs));
        look();
      }
      go(untilMs);
    },
  };
}

function nameOf(deed: Deed): string {
  switch (deed.do) {
    case "say":
      return `say ${deed.recording}`;
    case "press":
      return `press ${deed.digit}`;
    case "give_up":
      return deed.reason;
    default:
      return deed.do;
  }
}

Deno.test("the caller waits until the agent has spoken and been silent, then speaks, then hangs up", () => {
  const script = bench({ do: "listen", quietMs: 800 }, { do: "say", recording: "a" });
  script.pass(500);
  script.agent(true);
  script.pass(2000);
  script.agent(false);
  script.pass(799);
  assertEquals(script.deeds, []);
  script.pass(1);
  assertEquals(script.deeds, ["3300 say a"]);
  script.pass(1000);
  assertEquals(script.deeds, ["3300 say a", "4300 hang_up"]);
});

Deno.test("a gap in the agent's words that is shorter than quietMs is not the end", () => {
  const script = bench({ do: "listen", quietMs: 800 }, { do: "hang_up" });
  script.agent(true);
  script.pass(1000);
  script.agent(false);
  script.pass(700);
  script.agent(true);
  script.pass(1000);
  script.agent(false);
  script.pass(900);
  assertEquals(script.deeds, ["3500 hang_up"]);
});

Deno.test("what the agent said before the caller's question is no answer to it", () => {
  const script = bench(
    { do: "listen", quietMs: 100 },
    { do: "say", recording: "a" },
    { do: "listen", quietMs: 100, timeoutMs: 5000 },
  );
  script.agent(true);
  script.pass(1000);
  script.agent(false);
  script.pass(7000);
  assertEquals(script.deeds.at(-1), "7100 step 3: the agent said nothing within 5000 ms");
});

Deno.test("an answer that began before the question was over counts", () => {
  const script = bench({ do: "say", recording: "a" }, { do: "listen", quietMs: 100 });
  script.pass(900);
  script.agent(true);
  script.pass(600);
  script.agent(false);
  script.pass(200);
  assertEquals(script.deeds, ["0 say a", "1600 hang_up"]);
});

Deno.test("an interruption comes after so many milliseconds of speech, gaps not counted", () => {
  const script = bench({ do: "interrupt", afterMs: 1500, recording: "b" });
  script.pass(300);
  script.agent(true);
  script.pass(1000);
  script.agent(false);
  script.pass(400);
  script.agent(true);
  script.pass(2000);
  assertEquals(script.deeds, ["2200 say b", "3200 hang_up"]);
});

Deno.test("an agent who never speaks long enough ends the script, unless that is optional", () => {
  const stern = bench({ do: "interrupt", afterMs: 1500, recording: "b", timeoutMs: 3000 });
  stern.pass(4000);
  assertEquals(stern.deeds, [
    "3000 step 1: the agent never spoke long enough to be interrupted within 3000 ms",
  ]);
  const lenient = bench({
    do: "interrupt",
    afterMs: 1500,
    recording: "b",
    timeoutMs: 3000,
    optional: true,
  });
  lenient.pass(5000);
  assertEquals(lenient.deeds, ["3000 say b", "4000 hang_up"]);
});

Deno.test("digits are pressed one by one, with a gap", () => {
  const script = bench({ do: "press", digits: "4#2", gapMs: 250 }, { do: "pause", ms: 100 });
  script.pass(1000);
  assertEquals(script.deeds, ["0 press 4", "250 press #", "500 press 2", "600 hang_up"]);
});

Deno.test("a hold ends by itself; a broken line is not followed by a goodbye", () => {
  const script = bench({ do: "hold", ms: 700 }, { do: "language", tag: "de-de" }, { do: "drop" });
  script.pass(5000);
  assertEquals(script.deeds, ["0 hold", "700 unhold", "700 language", "700 drop"]);
});

Deno.test("a server that does not end the call in time fails the script", () => {
  const script = bench({ do: "expect_end", withinMs: 2000 });
  script.pass(9000);
  assertEquals(script.deeds, ["2000 step 1: the server did not end the call within 2000 ms"]);
});

Deno.test("the caller hears the agent out for so long, then coughs into the words", () => {
  const script = bench({ do: "hear", ms: 1500 }, { do: "cough", ms: 150 }, { do: "hang_up" });
  script.pass(300);
  script.agent(true);
  script.pass(1400);
  script.agent(false);
  script.pass(500);
  script.agent(true);
  script.pass(3000);
  assertEquals(script.deeds, ["2300 cough", "3300 hang_up"]);
});

Deno.test("an agent who falls silent too soon ends the script, unless that is optional", () => {
  const stern = bench({ do: "hear", ms: 1500, timeoutMs: 3000 });
  stern.agent(true);
  stern.pass(500);
  stern.agent(false);
  stern.pass(4000);
  assertEquals(stern.deeds, ["3000 step 1: the agent never spoke for so long within 3000 ms"]);
  const lenient = bench({ do: "hear", ms: 1500, timeoutMs: 3000, optional: true });
  lenient.pass(4000);
  assertEquals(lenient.deeds, ["3000 hang_up"]);
});

Deno.test("a quiet stretch that stays quiet is passed", () => {
  const script = bench(
    { do: "listen", quietMs: 100 },
    { do: "expect_quiet", ms: 2000 },
    { do: "hang_up" },
  );
  script.agent(true);
  script.pass(1000);
  script.agent(false);
  script.pass(2099);
  assertEquals(script.deeds, []);
  script.pass(1);
  assertEquals(script.deeds, ["3100 hang_up"]);
});

Deno.test("an agent who speaks into a stretch that is to be quiet ends the script", () => {
  const script = bench({ do: "expect_quiet", ms: 2000 });
  script.pass(700);
  script.agent(true);
  assertEquals(script.deeds, [
    "700 step 1: the agent spoke after 700 ms, though 2000 ms were to be quiet",
  ]);
});
