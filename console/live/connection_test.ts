// Inputs in, state and effects out: what the console may claim about its own data.
import { assert, assertEquals } from "@std/assert";
import {
  type Connection,
  type ConnectionInput,
  initialConnection,
  retryAfterMs,
  staleForMs,
  stepConnection,
} from "./connection.ts";
import { test } from "../testing.ts";

function run(inputs: readonly [ConnectionInput["type"], number][], from = initialConnection(0)) {
  let state: Connection = from;
  const done: string[] = [];
  for (const [type, atMs] of inputs) {
    const result = stepConnection(state, { type, atMs, random: 0 });
    state = result.state;
    done.push(...result.effects.map((effect) => effect.do));
  }
  return { state, done };
}

const LIVE = run([["start", 0], ["opened", 5], ["snapshot", 10]]).state;

test("the first snapshot makes the console live, an open socket alone does not", () => {
  assertEquals(run([["start", 0], ["opened", 5], ["event", 6]]).state.phase, "connecting");
  assertEquals(LIVE.phase, "live");
});

test("a broken stream that the browser mends goes over catching up to live", () => {
  const lost = run([["retrying", 100]], LIVE);
  assertEquals([lost.state.phase, lost.done], ["reconnecting", []]);
  const back = run([["opened", 4000]], lost.state);
  assertEquals([back.state.phase, back.done], ["catching_up", ["settle"]]);
  assertEquals(run([["settled", 5000]], back.state).state.phase, "live");
  assertEquals(run([["event", 4100]], back.state).state.phase, "live");
});

test("data ages from the first loss, not from the last attempt", () => {
  const { state } = run([["retrying", 100], ["refused", 3000], ["retry_due", 4000]], LIVE);
  assertEquals(staleForMs(state, 5100), 5000);
  assertEquals(staleForMs(LIVE, 9_999_999), 0);
});

test("a refused stream is closed, the session is checked and another is opened later", () => {
  const refused = run([["refused", 50]], LIVE);
  assertEquals(refused.done, ["close", "check_session", "retry"]);
  assertEquals(run([["retry_due", 1050]], refused.state).done, ["open"]);
});

test("waiting grows with failures, is bounded and is spread", () => {
  assertEquals(retryAfterMs(0, 0.9), 1000);
  assert(retryAfterMs(3, 1) > retryAfterMs(1, 1));
  assertEquals(retryAfterMs(50, 1), 15_000);
  assertEquals(retryAfterMs(50, 0), 1000);
});

test("without network nothing is tried until it is back", () => {
  const offline = run([["network_lost", 10], ["retry_due", 20]], LIVE);
  assertEquals([offline.state.phase, offline.done], ["offline", ["close"]]);
  assertEquals(run([["network_back", 30]], offline.state).done, ["open"]);
  assertEquals(run([["network_back", 30]], LIVE).done, []);
});

test("a tab long hidden lets go of its stream and fetches anew on return", () => {
  const asleep = run([["fell_asleep", 10], ["refused", 11], ["network_back", 12]], LIVE);
  assertEquals([asleep.state.phase, asleep.done], ["asleep", ["close"]]);
  const woken = run([["woke", 90_000]], asleep.state);
  assertEquals([woken.state.phase, woken.done], ["reconnecting", ["open"]]);
  assertEquals(staleForMs(woken.state, 90_000), 0);
});

test("signed out is final until a new start", () => {
  const out = run([["signed_out", 10], ["opened", 20], ["network_back", 30], ["woke", 40]], LIVE);
  assertEquals([out.state.phase, out.done], ["signed_out", ["close"]]);
  assertEquals(run([["start", 50]], out.state).state.phase, "connecting");
});
