import { assertEquals } from "@std/assert";
import fc from "fast-check";
import { readCoreMessage } from "./core_message.ts";

Deno.test("what avr-core says is read, whatever else is in it", () => {
  const rows: [said: string, read: unknown][] = [
    ['{"type":"init","uuid":"u-1","provider_config":{}}', { type: "init", id: "u-1" }],
    ['{"type":"init"}', { type: "init", id: "" }],
    ['{"type":"init","uuid":17}', { type: "init", id: "17" }],
    ['{"type":"init","uuid":{"a":1}}', { type: "init", id: "" }],
    ['{"type":"audio","audio":"AAA="}', { type: "audio", audio: "AAA=" }],
    ['{"type":"dtmf_digit","digit":"5"}', { type: "digit", digit: "5" }],
    ['{"type":"dtmf_digit","digit":5}', { type: "digit", digit: "5" }],
    ['{"type":"dtmf_digit","digit":"a"}', { type: "digit", digit: "A" }],
  ];
  for (const [said, read] of rows) assertEquals<unknown>(readCoreMessage(said), read);
});

Deno.test("what cannot be read, and what is not known, is told apart and never quoted", () => {
  const rows: [said: string, type: string][] = [
    ["canary", "unreadable"],
    ["null", "unreadable"],
    ['["canary"]', "unreadable"],
    ['{"uuid":"canary"}', "unreadable"],
    ['{"type":"audio"}', "unreadable"],
    ['{"type":"audio","audio":["canary"]}', "unreadable"],
    ['{"type":"dtmf_digit"}', "unknown"],
    ['{"type":"dtmf_digit","digit":"12"}', "unknown"],
    ['{"type":"canary"}', "unknown"],
    ['{"type":7}', "unknown"],
  ];
  for (const [said, type] of rows) {
    const read = readCoreMessage(said);
    assertEquals([read.type, JSON.stringify(read).includes("canary")], [type, false], said);
  }
});

Deno.test("no text makes the reading throw", () => {
  fc.assert(fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
    readCoreMessage(text);
  }));
});
