import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { type AmiAnswer, type AmiPost, amiTools } from "./ami.ts";

const UUID = "6a0d7a3e-6b3c-4f39-9d8c-0d4d3f3a7a11";

function rig(answer: AmiAnswer = { status: 200, body: "" }) {
  const asked: [path: string, body: object][] = [];
  const ask: AmiPost = (path, body) => {
    asked.push([path, body]);
    return Promise.resolve(answer);
  };
  const [transfer, hangUp] = amiTools({ uuid: UUID, context: "demo", ask });
  return { asked, transfer: transfer!, hangUp: hangUp! };
}

Deno.test("the tools have the names that prompts of this phone system know, and end the call", () => {
  const { transfer, hangUp } = rig();
  assertEquals([transfer.name, transfer.then], ["avr_transfer", "handed_over"]);
  assertEquals([hangUp.name, hangUp.then], ["avr_hangup", "completed"]);
  assertEquals(transfer.parameters.required, ["transfer_extension"]);
});

Deno.test("a transfer is asked for by uuid, with the context and priority of the settings or the model", async () => {
  const { asked, transfer } = rig();
  const { ok, say } = await transfer.run({ transfer_extension: "2001" });
  assertEquals([ok, say], [true, "The caller is being put through to 2001."]);
  await transfer.run({
    transfer_extension: 600,
    transfer_context: "night",
    transfer_priority: "3",
  });
  assertEquals(asked, [
    ["/transfer", { uuid: UUID, exten: "2001", context: "demo", priority: 1 }],
    ["/transfer", { uuid: UUID, exten: "600", context: "night", priority: 3 }],
  ]);
});

Deno.test("a hang-up needs nothing but the uuid", async () => {
  const { asked, hangUp } = rig();
  assertEquals(await hangUp.run({}), { ok: true, say: "The call has ended." });
  assertEquals(asked, [["/hangup", { uuid: UUID }]]);
});

Deno.test("arguments that no dialplan has are not sent, and the model is told which", async () => {
  const rows: [args: Record<string, unknown>, field: string][] = [
    [{}, "transfer_extension"],
    [{ transfer_extension: "" }, "transfer_extension"],
    [{ transfer_extension: "20\r\n01" }, "transfer_extension"],
    [{ transfer_extension: ["2001"] }, "transfer_extension"],
    [{ transfer_extension: "9".repeat(81) }, "transfer_extension"],
    [{ transfer_extension: "2001", transfer_context: "a b" }, "transfer_context"],
    [{ transfer_extension: "2001", transfer_priority: 0 }, "transfer_priority"],
    [{ transfer_extension: "2001", transfer_priority: 1.5 }, "transfer_priority"],
    [{ transfer_extension: "2001", transfer_priority: "n" }, "transfer_priority"],
  ];
  for (const [args, field] of rows) {
    const { asked, transfer } = rig();
    const { ok, say } = await transfer.run(args);
    assertEquals([ok, asked.length], [false, 0]);
    assertStringIncludes(say, field);
  }
});

Deno.test("what goes wrong is said in words with which the talk can go on, without what avr-ami wrote", async () => {
  const rows: [answer: AmiAnswer, words: string][] = [
    [{ status: 404, body: "canary" }, "does not know this call"],
    [{ status: 500, body: "canary" }, "status 500"],
    [{ status: 302, body: "canary" }, "status 302"],
    [{ error: "timeout" }, "could not be asked (timeout)"],
  ];
  for (const [answer, words] of rows) {
    const { transfer, hangUp } = rig(answer);
    for (const result of [await transfer.run({ transfer_extension: "1" }), await hangUp.run({})]) {
      assertEquals(result.ok, false);
      assertStringIncludes(result.say, words);
      assert(!result.say.includes("canary"));
    }
  }
});
