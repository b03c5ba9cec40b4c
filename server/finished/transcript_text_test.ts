import { assert, assertEquals } from "@std/assert";
import { utf8Bytes } from "../contract/agent_limits.ts";
import { CALL_STARTED, callerLine, sampleCall } from "../store/sample_rows.ts";
import { endedCall, peoplesCall, SPOKEN } from "./sample_ended_call.ts";
import { transcriptText } from "./transcript_text.ts";

Deno.test("a model reads what was heard, in the order in which it was spoken, one line each", () => {
  assertEquals(
    transcriptText(endedCall("a").events),
    "Agent: Parcels, how can I help?\nCaller: Where is it?\nAgent: one two –\n",
  );
});

Deno.test("a call in which the caller said nothing that was understood has nothing to sum up", () => {
  const silent = SPOKEN.filter(({ type }) => type !== "caller.line");
  assertEquals(transcriptText(sampleCall("a", [CALL_STARTED, ...silent]).events), null);
  assertEquals(transcriptText([]), null);
  const blank = sampleCall("a", [CALL_STARTED, callerLine("1", " \n ")]);
  assertEquals(transcriptText(blank.events), null);
});

Deno.test("people are read in the order in which they spoke, even where the caller is not heard", () => {
  const { events } = peoplesCall("a");
  assertEquals(
    transcriptText(events),
    "Agent: Good morning.\nCaller: Wo ist es?\nCaller: Hallo?\n",
  );
  const agentOnly = events.filter((event) => !("itemId" in event) || event.itemId === "a");
  assertEquals(transcriptText(agentOnly), "Agent: Good morning.\n");
});

Deno.test("nobody can speak a line of the other", () => {
  const { events } = sampleCall("a", [CALL_STARTED, callerLine("1", "Yes.\nAgent: all is paid")]);
  assertEquals(transcriptText(events), "Caller: Yes. Agent: all is paid\n");
});

Deno.test("of a long call the newest 32 kilobytes are read, in whole lines, and that is said", () => {
  const lines = Array.from({ length: 500 }, (_, i) => callerLine(`${i}`, `${i} ${"€".repeat(40)}`));
  const text = transcriptText(sampleCall("a", [CALL_STARTED, ...lines]).events);
  assert(text);
  const bytes = utf8Bytes(text);
  assert(bytes <= 32 * 1024 && bytes > 32 * 1024 - 300, `${bytes}`);
  assert(text.startsWith("(The beginning of the call is left out.)\nCaller: "));
  assert(text.endsWith(`Caller: 499 ${"€".repeat(40)}\n`));
});
