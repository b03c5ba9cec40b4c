// The sound of past calls: who gets it, in what parts, and what is written down of it.
import { assertEquals } from "@std/assert";
import { fileRecordings } from "../recording/file_recordings.ts";
import { WAV_HEADER_BYTES } from "../audio/wav_header.ts";
import type { AdminDeps } from "./admin_deps.ts";
import { rig, summary } from "./rig_for_tests.ts";

const AUDIO = Uint8Array.from({ length: 1000 }, (_, i) => i % 250);

async function recorded(
  test: (its: {
    get: (path: string, range?: string) => Promise<Response>;
    drop: (path: string) => Promise<Response>;
    acts: string[];
    pass: (ms: number) => void;
  }) => Promise<void>,
) {
  const folder = await Deno.makeTempDir();
  const store = fileRecordings(folder);
  const writer = await store.open("a/b");
  await writer.write(AUDIO);
  await writer.close();
  const acts: string[] = [];
  const audit: Pick<AdminDeps["audit"], "note"> = {
    note: ({ act, target }) => void acts.push(`${act} ${target}`),
  };
  const ended = { ...summary("a/b"), endedAtMs: 5, recording: "kept" as const };
  const built = await rig({
    recordings: store,
    audit: audit as AdminDeps["audit"],
    floor: {
      calls: () => Promise.resolve([]),
      call: (id) =>
        Promise.resolve(
          id === "a/b"
            ? { call: ended, events: [] }
            : id === "live" || id === "bare"
            ? { call: { ...summary(id), endedAtMs: id === "live" ? null : 5 }, events: [] }
            : undefined,
        ),
    },
  });
  const cookie = await built.signIn();
  acts.length = 0;
  try {
    await test({
      get: (path, range) =>
        built.ask("GET", path, { cookie, ...(range && { headers: { range } }) }),
      drop: (path) => built.ask("DELETE", path, { cookie }),
      acts,
      pass: (ms) => built.clock.advance(ms),
    });
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

const PATH = "/api/calls/a%2Fb/recording";
const bytes = async (response: Response) => new Uint8Array(await response.arrayBuffer());

Deno.test("a recording comes whole, or the part that is asked for; its playing is noted once", async () => {
  await recorded(async ({ get, acts, pass }) => {
    const whole = await get(PATH);
    assertEquals([
      whole.status,
      whole.headers.get("content-type"),
      whole.headers.get("accept-ranges"),
    ], [200, "audio/wav", "bytes"]);
    const file = await bytes(whole);
    assertEquals(file.length, WAV_HEADER_BYTES + AUDIO.length);
    const part = await get(PATH, "bytes=50-99");
    assertEquals([part.status, part.headers.get("content-range")], [
      206,
      `bytes 50-99/${file.length}`,
    ]);
    assertEquals(await bytes(part), file.slice(50, 100));
    const beyond = await get(PATH, "bytes=5000-");
    assertEquals([beyond.status, beyond.headers.get("content-range")], [
      416,
      `bytes */${file.length}`,
    ]);
    await beyond.body?.cancel();
    assertEquals(acts, ["recording_played a/b"]);
    pass(300_000);
    const kept = await get(`${PATH}?download=1`);
    assertEquals(
      kept.headers.get("content-disposition"),
      'attachment; filename="hookline-a_b.wav"',
    );
    await kept.body?.cancel();
    assertEquals(acts.length, 2);
  });
});

Deno.test("there is none of a call that lives, was not recorded or is unknown", async () => {
  await recorded(async ({ get, acts }) => {
    for (
      const [id, status, code] of [["live", 409, "in_use"], ["bare", 404, "not_found"], [
        "x",
        404,
        "not_found",
      ]] as const
    ) {
      const response = await get(`/api/calls/${id}/recording`);
      assertEquals([response.status, (await response.json()).code], [status, code]);
    }
    assertEquals(acts, []);
  });
});

Deno.test("a recording is deleted for good, and that is noted", async () => {
  await recorded(async ({ get, drop, acts }) => {
    const gone = await drop(PATH);
    assertEquals(gone.status, 204);
    for (const response of [await get(PATH), await drop(PATH)]) {
      assertEquals([response.status, (await response.json()).code], [404, "not_found"]);
    }
    assertEquals(acts, ["recording_deleted a/b"]);
  });
});
