// Hearing a call of another instance, and speaking in it: what goes each way, and every way in which it ends.
import { assertEquals } from "@std/assert";
import { createFleetSound } from "./sound.ts";
import { FleetKit } from "../fleet/testing/fleet_kit.ts";
import type { SoundListener } from "../http/admin_deps.ts";
import { silentLog } from "../observe/log.ts";
import type { OwnStepIn } from "../own_step_in.ts";

/** Somebody at a listens to "c1" on b. */
async function listening(answer: "yes" | "full" | "not_live" = "yes") {
  const kit = new FleetKit();
  const [a, b] = await kit.open("a", "b");
  const call = { listener: null as SoundListener | null, spoken: [] as number[][], left: 0 };
  const heard: (string | number[])[] = [];
  const own: Pick<OwnStepIn, "listen"> = {
    listen(_callId, listener) {
      if (answer !== "yes") return answer;
      call.listener = listener;
      listener.state("listener-1", false);
      // Sound may come at once.
      listener.frame(Uint8Array.of(1, 2, 3));
      return {
        leave: () => call.left++,
        speak: (audio) => call.spoken.push([...audio]),
      };
    },
  };
  createFleetSound({
    own,
    fleet: b.fleet,
    carrierOf: () => null,
    clock: kit.clock,
    log: silentLog,
  });
  const sound = createFleetSound({
    own: { listen: () => "not_live" },
    fleet: a.fleet,
    carrierOf: (callId) => callId === "c1" ? b.fleet.me : null,
    clock: kit.clock,
    log: silentLog,
  });
  const listener: SoundListener = {
    by: "Ana",
    owner: "session-1",
    frame: (frame) => heard.push([...frame]),
    state: (listenerId, onAir) => heard.push(`${listenerId} ${onAir}`),
    over: (why = undefined) => heard.push(`over ${why ?? ""}`.trim()),
  };
  const listen = async (callId = "c1") => {
    const opened = sound.listen(callId, listener);
    await kit.run(2100);
    return await opened;
  };
  return { kit, a, b, call, heard, listen };
}

Deno.test("frames and states come from the call's instance, the microphone goes there", async () => {
  const { kit, call, heard, listen } = await listening();
  const opened = await listen();
  if (typeof opened === "string") throw new Error(opened);
  assertEquals([call.listener?.by, call.listener?.owner], ["Ana", "session-1"]);
  call.listener?.frame(new Uint8Array(1601).fill(9));
  opened.speak(new Uint8Array(320).fill(5));
  call.listener?.state("listener-1", true);
  await kit.settle();
  assertEquals(heard, [
    "listener-1 false",
    [1, 2, 3],
    Array(1601).fill(9),
    "listener-1 true",
  ]);
  assertEquals(call.spoken, [Array(320).fill(5)]);
  opened.leave();
  await kit.settle();
  assertEquals(call.left > 0, true);
  await kit.stop();
});

Deno.test("the call's end is its end; too many, over and not reached are told apart", async () => {
  const { kit, b, call, heard, listen } = await listening();
  await listen();
  call.listener?.over();
  await kit.settle();
  assertEquals(heard.at(-1), "over");
  assertEquals(await listen("c2"), "not_live");
  b.bus.cut();
  assertEquals(await listen(), "unreached");
  await kit.stop();
  for (const answer of ["full", "not_live"] as const) {
    const refused = await listening(answer);
    assertEquals(await refused.listen(), answer);
    await refused.kit.stop();
  }
});

Deno.test("the call's instance dies: whoever listened is told that it is not heard, not that the call is over", async () => {
  const { kit, b, heard, listen } = await listening();
  await listen();
  b.die();
  await kit.run(8000);
  assertEquals(heard.at(-1), "over unreached");
  await kit.stop();
});

Deno.test("the console's instance dies: it counts as leaving, so that a caller is handed back to the agent", async () => {
  const { kit, a, call, listen } = await listening();
  await listen();
  a.die();
  await kit.run(8000);
  assertEquals(call.left > 0, true);
  await kit.stop();
});

Deno.test("on air, either end knows within three seconds that the other is gone; a listener is left in peace", async () => {
  for (const [onAir, left] of [[true, 1], [false, 0]] as const) {
    const { kit, a, call, heard, listen } = await listening();
    const opened = await listen();
    if (typeof opened === "string") throw new Error(opened);
    call.listener?.state("listener-1", onAir);
    await kit.run(10_000);
    assertEquals([call.left, heard.at(-1)], [0, `listener-1 ${onAir}`]);
    a.bus.cut();
    await kit.run(3000);
    assertEquals([Math.min(1, call.left), heard.at(-1) === "over unreached"], [left, onAir]);
    await kit.stop();
  }
});
