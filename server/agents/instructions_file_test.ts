import { assertEquals } from "@std/assert";
import { ManualClock } from "../clock.ts";
import { silentLog } from "../observe/log.ts";
import { createInstructionsFile } from "./instructions_file.ts";

function rig(readFile: (path: string) => Promise<string>) {
  const clock = new ManualClock();
  const read = createInstructionsFile({ filePath: "/p.txt", readFile, clock, log: silentLog });
  return { read, clock };
}
const failed = (why: string) => ({
  text: null,
  note: {
    code: "instructions_file_failed",
    detail: `OPENAI_FILE_INSTRUCTIONS: ${why}; the next source is used`,
  },
});

Deno.test("the file is read for each call, so that an edit counts at once", async () => {
  const texts = ["\ufefffirst\n", "second"];
  const paths: string[] = [];
  const { read, clock } = rig((path) => {
    paths.push(path);
    return Promise.resolve(texts.shift() ?? "");
  });
  assertEquals(await read(), { text: "first", note: null });
  assertEquals(await read(), { text: "second", note: null });
  assertEquals(paths, ["/p.txt", "/p.txt"]);
  assertEquals(clock.pending, 0, "no timer is left");
});

Deno.test("a file that cannot be used is passed over, and the note says why but not what is in it", async () => {
  const rows: [readFile: () => Promise<string>, why: string][] = [
    [() => Promise.resolve(" \n"), "the file is empty"],
    [() => Promise.resolve("€".repeat(11_000)), "the file has more than 32768 bytes"],
    [
      () => Promise.reject(new Deno.errors.PermissionDenied("canary")),
      "cannot be read (PermissionDenied)",
    ],
    [
      () => {
        throw new TypeError("canary");
      },
      "cannot be read (TypeError)",
    ],
  ];
  for (const [readFile, why] of rows) {
    const { read, clock } = rig(readFile);
    assertEquals(await read(), failed(why));
    assertEquals(clock.pending, 0);
  }
});

Deno.test("a disk that hangs costs half a second, and what comes late changes nothing", async () => {
  const late = Promise.withResolvers<string>();
  const { read, clock } = rig(() => late.promise);
  let settled = false;
  const reading = read().finally(() => settled = true);
  await clock.run(499);
  assertEquals(settled, false);
  await clock.run(1);
  assertEquals(await reading, failed("reading took too long"));
  late.reject(new Error("canary"));
  assertEquals(clock.pending, 0);
});
