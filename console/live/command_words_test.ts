import { assert, assertEquals } from "@std/assert";
import {
  CALL_ABILITIES,
  COMMAND_KINDS,
  COMMAND_STATES,
} from "../../server/contract/command_kinds.ts";
import { test } from "../testing.ts";
import { byWords, commandState, outcomeSentence, targetWords, whyNot } from "./command_words.ts";
import type { AskedCommand } from "./commands.ts";
import { sampleCall } from "./sample_calls.ts";

const asked = (change: Partial<AskedCommand>): AskedCommand => ({
  commandId: "c",
  kind: "whisper",
  by: "console",
  text: "",
  when: "now",
  target: "",
  state: "sent",
  detail: "",
  givenMs: 0,
  changedMs: 0,
  used: null,
  ...change,
});
const able = (change: Parameters<typeof sampleCall>[0] = {}) =>
  sampleCall({ can: [...CALL_ABILITIES], ...change });

test("every kind of command has words in every state", () => {
  for (const kind of COMMAND_KINDS) {
    for (const state of COMMAND_STATES) {
      assert(commandState(asked({ kind, state })).length > 3, `${kind} ${state}`);
    }
  }
});

test("a receipt says in which reply a whisper was used, a refusal why", () => {
  const used = asked({ state: "used", used: { atMs: 134_000, itemId: "a" } });
  assertEquals(commandState(used), "Used in the reply at 02:14.0");
  const refused = asked({ kind: "say", state: "refused", detail: "the model failed twice" });
  assertEquals(outcomeSentence(refused), "Say: Refused: the model failed twice");
  assertEquals(
    commandState(asked({ when: "after_caller" })),
    "Waits until the caller has finished",
  );
});

test("what the call can do is not refused; what it cannot is, with the phone system's name", () => {
  for (const ability of CALL_ABILITIES) assertEquals(whyNot(able(), ability), "");
  const can = CALL_ABILITIES.filter((ability) => ability !== "transfer");
  assertEquals(
    whyNot(able({ can, protocol: "audiosocket" }), "transfer"),
    "Asterisk AudioSocket cannot",
  );
  assertEquals(whyNot(able({ kind: "transcription" }), "whisper"), "People speak here");
  assertEquals(whyNot(able({ endedAtMs: 1 }), "end"), "The call is over");
});

test("while the goodbye is said only listening and ending at once are left", () => {
  const open = CALL_ABILITIES.filter((ability) =>
    whyNot(able({ state: "ending" }), ability) === ""
  );
  assertEquals(open, ["listen", "end"]);
  assert(whyNot(able({ takenOver: true }), "say") !== "");
  for (const ability of CALL_ABILITIES) {
    assertEquals(whyNot(able(), ability, { away: true }), "Nothing is heard of it");
  }
});

test("a target is asked for where the phone system takes one", () => {
  assertEquals(targetWords("audiohook"), null);
  assertEquals(targetWords("avr")?.label, "Extension");
  assertEquals(targetWords("audiocodes")?.label, "Number or address");
});

test("who asked is a name, or the way they came", () => {
  assertEquals(["console", "api", "Ana"].map(byWords), ["A supervisor", "A program", "Ana"]);
});
