import { assertEquals } from "@std/assert";
import { readConnectorMessage } from "./connector_message.ts";

const frame = (bytes: number) => new Uint8Array(bytes).fill(7).toBase64();

Deno.test("what a connector may send is read", () => {
  const read = (value: unknown) => readConnectorMessage(JSON.stringify(value));
  const audio = read({ type: "audio", audio: frame(320) });
  assertEquals(audio, { message: { type: "audio", audio: new Uint8Array(320).fill(7) } });
  const user = read({ type: "transcript", role: "user", text: "ciao" });
  assertEquals(user, { message: { type: "transcript", role: "caller", text: "ciao" } });
  const agent = read({ type: "transcript", role: "agent", text: "salve" });
  assertEquals(agent, { message: { type: "transcript", role: "agent", text: "salve" } });
  assertEquals(read({ type: "interruption" }), { message: { type: "interruption" } });
  const error = read({ type: "error", message: "x" });
  assertEquals(error, { message: { type: "error", message: "x" } });
});

const WRONG: [string, string][] = [
  ["MESSAGE", "{"],
  ["MESSAGE", "[]"],
  ["MESSAGE", "null"],
  ["MESSAGE", '{"audio":"AAAA"}'],
  ["MESSAGE_TYPE", '{"type":"ready"}'],
  ["AUDIO_BASE64", '{"type":"audio"}'],
  ["AUDIO_BASE64", '{"type":"audio","audio":"%%%"}'],
  ["AUDIO_BASE64", JSON.stringify({ type: "audio", audio: ` ${frame(320)}` })],
  ["TRANSCRIPT_ROLE", '{"type":"transcript","role":"bot","text":"x"}'],
  ["TRANSCRIPT_TEXT", '{"type":"transcript","role":"user","text":""}'],
  ["TRANSCRIPT_TEXT", '{"type":"transcript","role":"user"}'],
  ["ERROR_MESSAGE", '{"type":"error"}'],
];
for (const [rule, text] of WRONG) {
  Deno.test(`${text.slice(0, 50)} breaks ${rule}`, () => {
    const { message, breach } = readConnectorMessage(text);
    assertEquals([message, breach?.rule], [null, rule]);
  });
}

Deno.test("sound of another length is a breach and heard all the same", () => {
  for (const bytes of [2, 319, 640]) {
    const { message, breach } = readConnectorMessage(
      JSON.stringify({ type: "audio", audio: frame(bytes) }),
    );
    assertEquals([message?.type, breach?.rule], ["audio", "AUDIO_SIZE"]);
  }
});
