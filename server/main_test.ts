// The life of the process: start, refusal to start, drain, signals. Runs the real main.ts.
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { readWav } from "./audio/wav.ts";
import { type ChildServer, runMain, startServer } from "./dev/child_server.ts";
import { type CallReport, placeCall } from "./simulator/audiohook/call.ts";
import { Script } from "./simulator/caller/caller_script.ts";

const WAIT = Script.parse({ name: "wait", steps: [{ do: "expect_end" }] });
const BRIEF = Script.parse({ name: "brief", steps: [{ do: "listen" }, { do: "hang_up" }] });

/** Rings and waits until the call is answered; `call` ends with it. */
async function answeredCall(
  server: ChildServer,
  script: Script,
): Promise<{ call: Promise<CallReport> }> {
  const answered = Promise.withResolvers<void>();
  const call = placeCall({
    url: server.audiohookUrl,
    apiKey: server.apiKey,
    script,
    onEvent: (line) => line.includes("answered") && answered.resolve(),
  });
  await answered.promise;
  return { call };
}

Deno.test("P-07 wrong settings stop the start with all errors at once and exit code 78, without their values", async () => {
  const process = runMain({
    PORT: "CANARY1",
    OPENAI_VOICE: "CANARY2",
    ADMIN_TOKEN: "CANARY 3",
    DATA_DIR: "/nowhere",
  });
  assertEquals(await process.ended, 78);
  for (const name of ["PORT", "OPENAI_VOICE", "ADMIN_TOKEN"]) {
    assertStringIncludes(process.output(), `  ${name} `);
  }
  assert(!process.output().includes("CANARY"), process.output());
});

Deno.test("P-09 a port in use stops the start with a sentence and exit code 78", async () => {
  const taken = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const dataDir = await Deno.makeTempDir();
  const process = runMain({ PORT: String(taken.addr.port), DATA_DIR: dataDir });
  assertEquals(await process.ended, 78);
  assertStringIncludes(process.output(), `Cannot listen on 127.0.0.1:${taken.addr.port}`);
  taken.close();
  await Deno.remove(dataDir, { recursive: true });
});

Deno.test("D-15 a data folder that cannot be made stops the start with a sentence", async () => {
  const process = runMain({ PORT: "0", DATA_DIR: "/proc/hookline" });
  assertEquals(await process.ended, 78);
  assertStringIncludes(process.output(), "DATA_DIR");
});

Deno.test("P-08 without a key the start says who answers, and makes, shows and keeps a key for Genesys", async () => {
  const server = await startServer();
  assertStringIncludes(server.output(), "built-in stand-in");
  assertStringIncludes(server.output(), server.apiKey);
  const { mode } = await Deno.stat(`${server.dataDir}/genesys_api_key`);
  assertEquals(mode! & 0o777, 0o600);
  const answer = await fetch(`${server.origin}/api/session`);
  assertEquals((await answer.json()).answeredBy, "stand-in");
  await server.stop();
});

Deno.test("with a key the stand-in never answers, not even when the model cannot be reached", async () => {
  const closed = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { port } = closed.addr;
  closed.close();
  const server = await startServer({
    OPENAI_API_KEY: "sk-CANARY",
    OPENAI_BASE_URL: `http://127.0.0.1:${port}/v1`,
  });
  const report = await placeCall({ url: server.audiohookUrl, apiKey: server.apiKey, script: WAIT });
  assertEquals([report.disconnect?.reason, report.violations], ["error", []]);
  assert(!server.output().includes("CANARY"));
  await server.stop();
});

Deno.test("R-01 SIGTERM lets a live call go on to its end, refuses new ones, then exits 0", async () => {
  const server = await startServer();
  const { call } = await answeredCall(server, BRIEF);
  server.kill("SIGTERM");
  await server.printed(/"message":"stopping"/);
  const refused = await placeCall({
    url: server.audiohookUrl,
    apiKey: server.apiKey,
    script: BRIEF,
  }).then(
    () => "answered",
    (error) => String(error),
  );
  assertStringIncludes(refused, "503");
  const report = await call;
  assertEquals([report.scriptError, report.violations, report.endedBy], [null, [], "caller"]);
  assertEquals(await server.ended, 0);
  await Deno.remove(server.dataDir, { recursive: true });
});

Deno.test("R-02 when the drain is over, live calls take their failure path with a code", async () => {
  const server = await startServer({ DRAIN_SECONDS: "1" });
  const { call } = await answeredCall(server, WAIT);
  server.kill("SIGTERM");
  const report = await call;
  assertEquals([report.disconnect?.reason, report.disconnect?.info], ["error", "E_DRAIN"]);
  assertEquals(await server.ended, 0);
  await Deno.remove(server.dataDir, { recursive: true });
});

Deno.test("R-03 a signal that arrives twice at once, as from a process group, cuts no call without a goodbye", async () => {
  const server = await startServer();
  const { call } = await answeredCall(server, WAIT);
  server.kill("SIGINT");
  await server.printed(/"message":"stopping"/);
  server.kill("SIGINT");
  const report = await call;
  assertEquals([report.disconnect?.info, report.violations], ["E_DRAIN", []]);
  assertEquals(await server.ended, 0);
  await Deno.remove(server.dataDir, { recursive: true });
});

const ADMIN = { authorization: "Bearer main-test-admin-token" };

/** The default agent's calls are recorded from here on. */
async function recordsCalls(origin: string): Promise<void> {
  const path = `${origin}/api/agents/default`;
  const ask = async (path: string, revision: number, method: string, body: unknown) => {
    const headers = { ...ADMIN, "content-type": "application/json", "if-match": `"${revision}"` };
    return await (await fetch(path, { method, headers, body: JSON.stringify(body) })).json();
  };
  const { draft, revision } = await (await fetch(path, { headers: ADMIN })).json();
  const edited = { ...draft, recording: { on: true, words: "" } };
  const saved = await ask(`${path}/draft`, revision, "PUT", edited);
  await ask(`${path}/publish`, saved.revision, "POST", { note: "" });
}

async function hasRecording(folder: string): Promise<boolean> {
  const files = await Array.fromAsync(Deno.readDir(folder)).catch(() => []);
  const sizes = files.map(({ name }) => Deno.statSync(`${folder}/${name}`).size);
  return sizes.some((size) => size > 16_000);
}

Deno.test("P-03 a call whose process was killed is shown as ended after the next start, and its recording is played as far as it goes", async () => {
  const first = await startServer({ ADMIN_TOKEN: "main-test-admin-token" });
  await recordsCalls(first.origin);
  const call = placeCall({ url: first.audiohookUrl, apiKey: first.apiKey, script: WAIT }).catch(
    () => null,
  );
  const asked = (origin: string) =>
    fetch(`${origin}/api/calls`, { headers: ADMIN }).then((response) => response.json());
  while ((await asked(first.origin)).calls.length === 0);
  // Two seconds are written at a time.
  while (!(await hasRecording(`${first.dataDir}/recordings`)));
  first.kill("SIGKILL");
  await first.ended;
  await call;
  const second = await startServer({
    ADMIN_TOKEN: "main-test-admin-token",
    DATA_DIR: first.dataDir,
  });
  const { calls } = await asked(second.origin);
  assertEquals(
    calls.map((found: { endReason: string; endCode: string }) => [found.endReason, found.endCode]),
    [
      ["crashed", "E_CRASHED"],
    ],
  );
  const [{ callId, recording }] = calls;
  const played = await fetch(`${second.origin}/api/calls/${callId}/recording`, { headers: ADMIN });
  const wav = new Uint8Array(await played.arrayBuffer());
  assertEquals([recording, played.status, readWav(wav).length >= 16_000], ["kept", 200, true]);
  await second.stop();
});

Deno.test("a test call reaches a server that is known by a public name and asks for signatures", async () => {
  const server = await startServer({
    PUBLIC_URL: "https://calls.example.com",
    GENESYS_CLIENT_SECRET: btoa("0123456789abcdef"),
    ADMIN_TOKEN: "main-test-admin-token",
  });
  const { port } = JSON.parse(server.output().match(/\{.*"message":"started".*\}/)![0]);
  const answer = await fetch(`http://127.0.0.1:${port}/api/test-calls`, {
    method: "POST",
    headers: { authorization: "Bearer main-test-admin-token", "content-type": "application/json" },
    body: "{}",
  });
  assertEquals(answer.status, 202);
  const { callId } = await answer.json();
  const found = await fetch(`http://127.0.0.1:${port}/api/calls/${callId}`, {
    headers: { authorization: "Bearer main-test-admin-token" },
  });
  assertEquals((await found.json()).call?.origin, "test");
  await server.stop();
});
