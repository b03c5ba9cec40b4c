// The proxy of server/deploy/compose.yaml as it is written there, before two real servers: signed calls, event streams,
// and what it does with an instance that says 503. Left out where HAProxy is not installed.
import { assert, assertEquals } from "@std/assert";
import { placeCall } from "../../simulator/audiohook/call.ts";
import { Script } from "../../simulator/caller/caller_script.ts";
import { type ChildServer, startServer } from "../child_server.ts";
import { eventually } from "./whole_kit.ts";

const HAPROXY = "/usr/sbin/haproxy";
const CONFIG = new URL("../../deploy/haproxy.cfg", import.meta.url);
const ADMIN_TOKEN = "proxy-test-admin-token";
const SECRET = btoa("0123456789abcdef0123456789abcdef");
const BRIEF = Script.parse({ name: "brief", steps: [{ do: "listen" }, { do: "hang_up" }] });
const WAIT = Script.parse({ name: "wait", steps: [{ do: "expect_end" }] });

const installed = await Deno.stat(HAPROXY).then(() => true, () => false);
if (!installed) {
  console.warn("HAProxy is not installed (apt-get install haproxy): it is not tested");
}

async function startProxy(servers: readonly ChildServer[]) {
  const folder = await Deno.makeTempDir();
  using free = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { port } = free.addr;
  const config = (await Deno.readTextFile(CONFIG))
    .replace("bind :8080", `bind 127.0.0.1:${port}`)
    // A look in between would take the full instance away before a call has met it.
    .replace("default-server check ", "default-server no-check ");
  assert(config.includes(`127.0.0.1:${port}`) && config.includes("no-check inter 2s"));
  await Deno.writeTextFile(`${folder}/haproxy.cfg`, config);
  free.close();
  const hosts = servers.map(({ origin }) => new URL(origin).host);
  const child = new Deno.Command(HAPROXY, {
    args: ["-db", "-f", `${folder}/haproxy.cfg`],
    env: { HOOKLINE_ONE: hosts[0]!, HOOKLINE_TWO: hosts[1]! },
    stdout: "null",
    stderr: "null",
  }).spawn();
  let ended = false;
  void child.status.then(() => ended = true);
  while (!await answers(`http://127.0.0.1:${port}/healthz`)) {
    if (ended) throw new Error("HAProxy has ended: run it by hand to see why");
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return {
    host: `127.0.0.1:${port}`,
    async stop() {
      child.kill("SIGTERM");
      await child.status;
      await Deno.remove(folder, { recursive: true });
    },
  };
}

async function answers(url: string): Promise<boolean> {
  try {
    const { ok, body } = await fetch(url);
    await body?.cancel();
    return ok;
  } catch {
    return false;
  }
}

Deno.test({
  name:
    "the proxy of compose.yaml carries signed calls and event streams, and passes a full instance over",
  ignore: !installed,
  async fn() {
    const env = { ADMIN_TOKEN, GENESYS_API_KEY: "proxy-key", GENESYS_AUDIOHOOK_SECRET: SECRET };
    const [one, two] = await Promise.all([
      startServer({ ...env, MAX_CALLS: "1" }),
      startServer(env),
    ]);
    const proxy = await startProxy([one, two]);
    const ring = (url: string, script: Script, onEvent = (_line: string) => {}) =>
      placeCall({ url, apiKey: "proxy-key", secret: SECRET, script, onEvent });

    // Past the proxy, so that it takes the instance for the idle one.
    const answered = Promise.withResolvers<void>();
    const filling = ring(one.audiohookUrl, WAIT, (line) => {
      if (line.includes("answered")) answered.resolve();
    });
    await answered.promise;
    // Two at once may find the same instance idle; of four one meets the full one.
    const calls = [1, 2, 3, 4].map(() => ring(`ws://${proxy.host}/audiohook`, BRIEF));
    for (const { endedBy, violations } of await Promise.all(calls)) {
      assertEquals([endedBy, violations], ["caller", []]);
    }
    await eventually("a call that was passed over", () => {
      return /"code":"full"/.test(one.output()) || undefined;
    });

    const headers = { authorization: `Bearer ${ADMIN_TOKEN}` };
    const stream = await fetch(`http://${proxy.host}/api/events`, { headers });
    assertEquals(stream.headers.get("content-type"), "text/event-stream");
    const reader = stream.body!.pipeThrough(new TextDecoderStream()).getReader();
    let read = "";
    while (!read.includes("event: snapshot")) read += (await reader.read()).value ?? "";
    assert(read.includes("id: "));
    await reader.cancel();

    await Promise.all([one.stop(), two.stop()]);
    assertEquals((await filling).disconnect?.info, "E_DRAIN");
    await proxy.stop();
  },
});
