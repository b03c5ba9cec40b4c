import { assertEquals } from "@std/assert";
import { readCommand, writeEvent } from "./media_text.ts";

Deno.test("a plain command is its name and what belongs to it", () => {
  const read = (text: string) => {
    const command = readCommand(text, "plain");
    return command && [command.name, command.argument];
  };
  assertEquals(read("ANSWER"), ["ANSWER", ""]);
  assertEquals(read("MARK_MEDIA m-1"), ["MARK_MEDIA", "m-1"]);
  assertEquals(read("MARK_MEDIA correlation_id:m-1"), ["MARK_MEDIA", "m-1"]);
  for (const wrong of ["answer", "", "HANG_UP", '{"command":"ANSWER"}']) {
    assertEquals(read(wrong), null, wrong);
  }
});

Deno.test("a command in JSON is an object with its name", () => {
  const read = (value: unknown) => readCommand(JSON.stringify(value), "json");
  assertEquals(read({ command: "HANGUP" }), { name: "HANGUP", argument: "" });
  const mark = { command: "MARK_MEDIA", correlation_id: "m-1" };
  assertEquals(read(mark), { name: "MARK_MEDIA", argument: "m-1" });
  const direction = { command: "SET_MEDIA_DIRECTION", direction: "in" };
  assertEquals(read(direction), { name: "SET_MEDIA_DIRECTION", argument: "in" });
  for (const wrong of [{ command: "hangup" }, {}, null, 7, "ANSWER"]) {
    assertEquals(read(wrong), null);
  }
  assertEquals(readCommand("ANSWER", "json"), null);
});

Deno.test("an event is written in the flavour that was dialled", () => {
  const fields = { digit: "5", channel_id: "pbx-1" };
  assertEquals(writeEvent("plain", "DTMF_END", fields), "DTMF_END digit:5 channel_id:pbx-1");
  assertEquals(JSON.parse(writeEvent("json", "DTMF_END", fields)), {
    event: "DTMF_END",
    ...fields,
  });
  assertEquals(writeEvent("plain", "MEDIA_XOFF"), "MEDIA_XOFF");
});
