import { assertEquals } from "@std/assert";
import type { CallEventBody } from "../../server/contract/event.ts";
import { test } from "../testing.ts";
import { momentsOf } from "./moments.ts";
import { sampleEvents } from "./sample_calls.ts";
import { PEOPLE_EVENTS } from "./sample_people.ts";

const wordsOf = (
  bodies: readonly (CallEventBody & { offsetMs: number })[],
  kind: "agent" | "transcription" = "transcription",
) => momentsOf(sampleEvents(bodies), kind).map(({ words }) => words);
const ready = { type: "ear.ready", offsetMs: 1, speaker: "caller", model: "m" } as const;
const lost = { type: "ear.lost", offsetMs: 2, speaker: "caller", code: "E_UP_LOST" } as const;

test("between the lines of people stand pauses, languages and how each side is written down", () => {
  const moments = momentsOf(PEOPLE_EVENTS, "transcription");
  assertEquals(moments.map(({ words, tone }) => [words, tone]), [
    ["Paused for 12 s", "gap"],
    ["From here on in English", "change"],
    ["Agent: The connection to the model broke; trying again", "act"],
    ["Agent by file from here on: words come later", "watch"],
    ["Agent live again", "plain"],
  ]);
});

test("a side that works from the beginning is no news, one that came back is", () => {
  assertEquals(wordsOf([{ ...ready, mode: "segmented" }]), []);
  const back = wordsOf([{ ...lost, detail: "", retrying: true }, { ...ready, mode: "segmented" }]);
  assertEquals(back.at(-1), "Caller live again");
});

test("a side that is lost for good says that its words will be missing", () => {
  assertEquals(wordsOf([{ ...lost, detail: "", retrying: false }]), [
    "Caller: The connection to the model broke; nothing more is written down of this side",
  ]);
});

test("trouble of one side is told once, by that side", () => {
  const degraded = { type: "call.degraded", offsetMs: 3, code: "E_UP_LOST" } as const;
  const told = wordsOf([{ ...lost, detail: "", retrying: true }, {
    ...degraded,
    detail: "caller",
  }]);
  assertEquals(told.length, 1);
  assertEquals(wordsOf([{ ...degraded, detail: "" }]), ["The connection to the model broke"]);
});

test("a language that is not named any more is detected", () => {
  assertEquals(wordsOf([{ type: "call.language", offsetMs: 1, language: "" }]), [
    "From here on the language is detected",
  ]);
});

test("a pause that goes on says what it means for this kind of call", () => {
  const held = { type: "call.held", offsetMs: 1 } as const;
  assertEquals(wordsOf([held]), ["Paused by the phone system: nothing is written down"]);
  assertEquals(wordsOf([held], "agent"), ["The phone system put the call on hold"]);
  const resumed = { type: "call.resumed", offsetMs: 75_001, gapMs: 0 } as const;
  assertEquals(wordsOf([held, resumed], "agent"), ["On hold for 75 s"]);
});

test("what a supervisor did stands where it happened; what worked by itself is not told twice", () => {
  const asked = (kind: "whisper" | "say", commandId: string) => ({
    type: "command.given" as const,
    offsetMs: 1,
    commandId,
    kind,
    by: "console",
    text: "Offer a refund",
  });
  const became = (commandId: string, state: "done" | "used" | "refused" | "not_used") => ({
    type: "command.changed" as const,
    offsetMs: 2,
    commandId,
    state,
    detail: state === "refused" ? "the model failed twice" : "",
  });
  const moments = momentsOf(
    sampleEvents([
      asked("whisper", "1"),
      became("1", "used"),
      asked("say", "2"),
      became("2", "done"),
      became("nobody's", "refused"),
      asked("say", "3"),
      became("3", "refused"),
      { type: "listener.joined", offsetMs: 3, listenerId: "l", by: "console" },
      { type: "supervisor.took_over", offsetMs: 3, by: "Ana" },
      { type: "supervisor.handed_back", offsetMs: 4, by: "Ana" },
    ]),
    "agent",
  );
  assertEquals(moments.map(({ words, tone }) => [words, tone]), [
    ["A supervisor whispered to the agent: “Offer a refund”", "person"],
    ["A supervisor let the agent say: “Offer a refund”", "person"],
    ["A supervisor let the agent say: “Offer a refund”", "person"],
    ["Say was refused: the model failed twice", "watch"],
    ["Ana took over and speaks with the caller", "person"],
    ["Handed back: the agent speaks with the caller again", "person"],
  ]);
});

test("a question of the agent, its answer and a notice stand where they happened; the tool itself does not", () => {
  const lowered = (by: "supervisor" | "time" | "call", answer = "") => (
    { type: "hand.lowered" as const, offsetMs: 3, handId: "1", by, answer }
  );
  const moments = momentsOf(
    sampleEvents([
      {
        type: "hand.raised",
        offsetMs: 1,
        handId: "1",
        question: "May I refund?",
        answers: ["Yes", "No"],
        untilMs: 30_000,
        otherwise: "I call back.",
      },
      {
        type: "tool.finished",
        offsetMs: 1,
        toolCallId: "t",
        name: "ask_supervisor",
        ok: true,
        tookMs: 0,
      },
      { ...lowered("supervisor", "Yes"), who: "Ana" },
      lowered("time"),
      lowered("call"),
      { type: "notice.told", offsetMs: 4, noticeId: "n", text: "Snow" },
      { type: "notice.over", offsetMs: 5, noticeId: "n" },
    ]),
    "agent",
  );
  assertEquals(moments.map(({ words, tone }) => [words, tone]), [
    ["The agent asked the supervisors: “May I refund?”", "person"],
    ["Ana answered: “Yes”", "person"],
    ["Nobody answered the agent in time", "watch"],
    ["The agent goes by a notice: “Snow”", "person"],
    ["A notice does not hold any more; the agent was told", "person"],
  ]);
});
