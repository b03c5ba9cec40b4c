// Recordings as files: whole at every moment, wherever the process stopped.
import { assert, assertEquals, assertRejects } from "@std/assert";
import { WAV_HEADER_BYTES } from "../audio/wav_header.ts";
import { readWav } from "../audio/wav.ts";
import { fileRecordings } from "./file_recordings.ts";
import { RecordingError, type RecordingStore } from "./recording_store.ts";

async function inFolder(test: (store: RecordingStore, folder: string) => Promise<void>) {
  const root = await Deno.makeTempDir();
  try {
    await test(fileRecordings(`${root}/recordings`), `${root}/recordings`);
  } finally {
    await Deno.remove(root, { recursive: true });
  }
}

const AUDIO = Uint8Array.from({ length: 200_000 }, (_, i) => i % 2 ? 7 : i % 251);

async function bytesOf(store: RecordingStore, callId: string, from = 0, to = Infinity) {
  const size = await store.size(callId) ?? 0;
  const stream = await store.read(callId, { from, to: Math.min(to, size - 1) });
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

Deno.test("what is written is a WAV file of both sides, and any part of it can be read", async () => {
  await inFolder(async (store, folder) => {
    const writer = await store.open("call-1");
    await writer.write(AUDIO.subarray(0, 150_000));
    await writer.write(AUDIO.subarray(150_000));
    await writer.close();
    const whole = await bytesOf(store, "call-1");
    assertEquals(whole.length, WAV_HEADER_BYTES + AUDIO.length);
    assertEquals(whole, await Deno.readFile(`${folder}/call-1.wav`));
    assertEquals(readWav(whole), AUDIO.filter((_, i) => i % 2 === 0));
    for (const [from, to] of [[0, 3], [50, 70], [58, 58], [100_000, 199_999], [200_057, 200_057]]) {
      assertEquals(await bytesOf(store, "call-1", from, to), whole.slice(from, to! + 1));
    }
    assertEquals([await store.bytes(), (await store.freeBytes())! > 0], [200_058, true]);
    const { mode } = await Deno.stat(`${folder}/call-1.wav`);
    assertEquals(mode! & 0o777, 0o600);
  });
});

Deno.test("P-02 a file whose process died is played as far as it goes", async () => {
  await inFolder(async (store, folder) => {
    const writer = await store.open("call-1");
    await writer.write(AUDIO);
    const view = new DataView((await bytesOf(store, "call-1")).buffer);
    assertEquals(view.getUint32(54, true), AUDIO.length);
    assertEquals(view.getUint32(4, true), AUDIO.length + 50);
    // On the disk its head still says that there is nothing.
    assertEquals(
      new DataView((await Deno.readFile(`${folder}/call-1.wav`)).buffer).getUint32(54, true),
      0,
    );
    await writer.close();
  });
});

Deno.test("names of calls are anybody's: they stay in the folder and apart", async () => {
  await inFolder(async (store, folder) => {
    for (const callId of ["../../etc/passwd", "a/b", "A*b?", "ünï ☎", ".."]) {
      const writer = await store.open(callId);
      await writer.write(AUDIO.slice(0, callId.length));
      await writer.close();
      assertEquals(await store.size(callId), WAV_HEADER_BYTES + callId.length);
    }
    assertEquals((await Array.fromAsync(Deno.readDir(folder))).length, 5);
    await assertRejects(() => store.open("a/b"), RecordingError, "There is a recording");
    await assertRejects(() => store.open("x".repeat(300)), RecordingError, "too long");
    assertEquals([await store.delete("a/b"), await store.delete("a/b")], [true, false]);
  });
});

Deno.test("old recordings are deleted, so many at a time; what is no recording stays", async () => {
  await inFolder(async (store, folder) => {
    assertEquals(await store.deleteOld({ beforeMs: 1, limit: 10 }), []);
    for (const callId of ["old-1", "old-2", "old-3", "new"]) {
      await (await store.open(callId)).close();
    }
    for (const name of ["old-1", "old-2", "old-3"]) {
      await Deno.utime(`${folder}/${name}.wav`, 10, 10);
    }
    for (const name of ["readme.txt", "100%.wav", "a b.wav"]) {
      await Deno.writeTextFile(`${folder}/${name}`, "x");
      await Deno.utime(`${folder}/${name}`, 10, 10);
    }
    const first = await store.deleteOld({ beforeMs: 20_000, limit: 2 });
    const second = await store.deleteOld({ beforeMs: 20_000, limit: 2 });
    assertEquals([first.length, [...first, ...second].sort()], [2, ["old-1", "old-2", "old-3"]]);
    assertEquals((await Array.fromAsync(Deno.readDir(folder), ({ name }) => name)).sort(), [
      "100%.wav",
      "a b.wav",
      "new.wav",
      "readme.txt",
    ]);
    assert(await store.delete("new"));
  });
});
