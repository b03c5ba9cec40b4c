import { assertEquals } from "@std/assert";
import { soundsLikeMachine } from "./repeat_guard.ts";

const MENU = "Press one for sales, press two for service.";
const HOLD = "Please hold, all our agents are busy right now.";

const times = (count: number, ...lines: string[]) => Array(count).fill(lines).flat();

const CASES: [string, boolean, string[]][] = [
  ["five times the same", true, times(5, MENU)],
  ["marks and case do not count", true, [
    ...times(3, MENU),
    MENU.toUpperCase(),
    MENU.replaceAll(",", " -"),
  ]],
  ["a word of ten may differ", true, [
    ...times(4, "you are number three in the line so please hold"),
    "you are number two in the line so please hold",
  ]],
  ["an upset caller, four times", false, times(4, "I want to speak to a person.")],
  ["not the last five", false, [...times(5, MENU), "Hello, who is there now?"]],
  ["two that alternate", true, times(5, MENU, HOLD)],
  ["two that alternate, but not long enough", false, [...times(4, MENU, HOLD), MENU]],
  ["short answers of people", false, times(8, "No, thank you.")],
  ["short answers that alternate", false, times(6, "Yes.", "No.")],
  [
    "the same words in another order",
    false,
    times(
      3,
      "press one for sales press two for service",
      "for service press two for sales press one",
      "two for service press one for sales press",
    ),
  ],
  ["a customer who insists in other words", false, [
    "I want to speak to somebody about my parcel.",
    "Listen, my parcel is still not there and I want somebody to help.",
    "Put me through to a person now, please.",
  ]],
  ["nothing was said", false, []],
];

for (const [name, machine, lines] of CASES) {
  Deno.test(`a machine by its words: ${name}`, () => {
    assertEquals(soundsLikeMachine(lines), machine);
  });
}
