/// <reference lib="deno.unstable" />
import { assert, assertEquals } from "@std/assert";
import { FOR_CONSOLE, layerFault } from "./layers.ts";
import plugin from "./lint_layers.ts";

const ROOT = new URL("../../", import.meta.url).pathname;

Deno.test("a telephony protocol knows neither another one, nor the model, nor the bridge", () => {
  const from = "server/telephony/audiohook/route.ts";
  assertEquals(layerFault(from, "server/telephony/channel.ts"), null);
  assertEquals(layerFault(from, "server/telephony/audiohook/keys.ts"), null);
  assert(layerFault(from, "server/telephony/avr/route.ts"));
  assert(layerFault(from, "server/upstream/upstream.ts"));
  assert(layerFault(from, "server/bridge/call.ts"));
});

Deno.test("contract and audio import nothing of ours", () => {
  assert(layerFault("server/contract/event.ts", "server/clock.ts") === null);
  assert(layerFault("server/contract/event.ts", "server/audio/ulaw.ts"));
  assert(layerFault("server/audio/playout.ts", "server/contract/call.ts"));
});

Deno.test("the simulator is the other side: it knows no code of the server, and only main starts it", () => {
  assert(layerFault("server/simulator/realtime/stand_in.ts", "server/upstream/wire.ts"));
  assert(layerFault("server/app.ts", "server/simulator/realtime/stand_in.ts"));
  assertEquals(layerFault("server/main.ts", "server/simulator/realtime/stand_in.ts"), null);
});

Deno.test("nothing but dev and tests imports dev", () => {
  assert(layerFault("server/main.ts", "server/dev/build.ts"));
  assertEquals(layerFault("server/http/x_test.ts", "server/dev/build.ts"), null);
});

Deno.test("the console imports the contract, and of the rest only types", () => {
  assertEquals(layerFault("console/live/floor.ts", "server/contract/call.ts"), null);
  assert(layerFault("console/api.ts", "server/contract/person.ts"), "it brings zod along");
  assert(layerFault("console/api.ts", "server/app.ts"));
  assertEquals(layerFault("console/api.ts", "server/app.ts", true), null);
});

Deno.test("deno lint reports an import against the layers", () => {
  const source = `import { x } from "../bridge/call.ts";\nexport * from "../store/store.ts";\n`;
  const found = Deno.lint.runPlugin(plugin, `${ROOT}server/upstream/bad.ts`, source);
  assertEquals(found.map((diagnostic) => diagnostic.id), ["hookline/layers", "hookline/layers"]);
});

Deno.test("what the console imports of the contract brings no package along", async () => {
  const seen = new Set<string>();
  const waiting = FOR_CONSOLE.map((path) => new URL(`../../${path}`, import.meta.url).href);
  for (let file = waiting.pop(); file; file = waiting.pop()) {
    if (seen.has(file)) continue;
    seen.add(file);
    const code = await Deno.readTextFile(new URL(file));
    for (
      const [, from = ""] of code.matchAll(/^(?:import|export) (?!type )[^;]*? from "(.+)";/gm)
    ) {
      assert(from.startsWith("."), `${file} imports ${from}`);
      waiting.push(new URL(from, file).href);
    }
  }
  assert(seen.size >= FOR_CONSOLE.length);
});
