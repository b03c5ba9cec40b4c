// Instances without a disk, as on Deno Deploy: they know nothing but their database. One key for Genesys, one book of
// agents, and recordings that any of them plays.
import { assert, assertEquals } from "@std/assert";
import { readWav } from "../../audio/wav.ts";
import { placeCall } from "../../simulator/audiohook/call.ts";
import { Script } from "../../simulator/caller/caller_script.ts";
import { postgresBinaries, startRealPostgres } from "../../store/testing/real_postgres.ts";
import { type MainProcess, runMain } from "../child_server.ts";
import { eventually } from "./whole_kit.ts";

const ADMIN_TOKEN = "no-disk-test-admin-token";
const BRIEF = Script.parse({ name: "brief", steps: [{ do: "hear", ms: 1500 }, { do: "hang_up" }] });
/** Not even root can make a folder there. */
const NOWHERE = "/proc/hookline";

async function begun(process: MainProcess): Promise<string> {
  const started = process.printed(/Console\s+(\S+)[\s\S]*"message":"started"/);
  const ended = process.ended.then(() => Promise.reject(new Error(process.output())));
  const [, origin] = await Promise.race([started, ended]);
  ended.catch(() => {});
  return origin!;
}

Deno.test({
  name:
    "two instances without a disk start at once, share a key, and each plays what the other recorded",
  ignore: postgresBinaries() === null,
  async fn() {
    const postgres = await startRealPostgres();
    const env = { PORT: "0", DATABASE_URL: postgres.url, DATA_DIR: NOWHERE, ADMIN_TOKEN };
    // The first is told where to listen as the platform does it, though PORT says otherwise.
    using free = Deno.listen({ hostname: "127.0.0.1", port: 0 });
    const { port } = free.addr;
    free.close();
    const platform = { DENO_DEPLOY: "true", DENO_SERVE_ADDRESS: `tcp:127.0.0.1:${port}` };
    const processes = [runMain({ ...env, ...platform }), runMain(env)];
    const [one, two] = await Promise.all(processes.map(begun)) as [string, string];
    assertEquals(new URL(one).port, String(port));
    const ask = (origin: string, path: string, init: RequestInit = {}) => {
      const headers = {
        authorization: `Bearer ${ADMIN_TOKEN}`,
        "content-type": "application/json",
        ...init.headers,
      };
      return fetch(`${origin}/api/${path}`, { ...init, headers });
    };
    const keys = processes.flatMap((process) =>
      /kept in the database, shown once\): (\S+)/.exec(process.output())?.[1] ?? []
    );
    assertEquals(keys.length, 1);

    const saved = await ask(one, "agents/default");
    const { draft } = await saved.json();
    const recorded = { ...draft, recording: { on: true, words: "This call is recorded." } };
    const edited = await ask(one, "agents/default/draft", {
      method: "PUT",
      headers: { "if-match": saved.headers.get("etag")! },
      body: JSON.stringify(recorded),
    });
    assertEquals(edited.status, 200, await edited.text());
    const published = await ask(one, "agents/default/publish", {
      method: "POST",
      headers: { "if-match": edited.headers.get("etag")! },
      body: JSON.stringify({ note: "" }),
    });
    assertEquals(published.status, 200, await published.text());

    const sessionId = crypto.randomUUID();
    const url = `${one.replace(/^http/, "ws")}/audiohook`;
    const report = await placeCall({ url, apiKey: keys[0]!, script: BRIEF, sessionId });
    assertEquals([report.endedBy, report.violations], ["caller", []]);
    const wav = await eventually("the recording", async () => {
      const answer = await ask(two, `calls/${sessionId}/recording`);
      const bytes = await answer.bytes();
      return answer.ok ? bytes : undefined;
    });
    assert(readWav(wav).length > 8000, `${wav.length} bytes`);
    const health = await (await ask(two, "health")).json();
    assert(health.store.bytes > 0 && health.store.recordingsBytes > 0);

    for (const process of processes) process.kill("SIGINT");
    assertEquals(await Promise.all(processes.map(({ ended }) => ended)), [0, 0]);
    await postgres.stop();
  },
});
