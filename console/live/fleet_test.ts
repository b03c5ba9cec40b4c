import { assertEquals } from "@std/assert";
import { test } from "../testing.ts";
import { instanceName, isAway } from "./fleet.ts";
import { fleetNews } from "./fleet_news.ts";
import { sampleFleet, sampleInstance } from "./sample_fleet.ts";

const LISBON = sampleInstance("b", { name: "lisbon" });
const PORTO = sampleInstance("c", { name: "porto" });
const SILENT = { heard: false } as const;

test("of a server that is alone every call is near", () => {
  const away = [isAway(undefined, ""), isAway(undefined, "b"), isAway(sampleFleet([]), "")];
  assertEquals(away, [false, false, false]);
});

test("a call is away when nothing is heard of its instance, or of anybody, or when it is gone", () => {
  const away = (id: string, ...fleet: Parameters<typeof sampleFleet>) =>
    isAway(sampleFleet(...fleet), id);
  assertEquals(away("b", [LISBON, PORTO]), false);
  assertEquals(away("b", [{ ...LISBON, ...SILENT }, PORTO]), true);
  assertEquals(away("c", [{ ...LISBON, ...SILENT }, PORTO]), false);
  assertEquals(away("gone", [LISBON]), true);
  const busAway = { busConnected: false };
  assertEquals([away("b", [LISBON], busAway), away("a", [LISBON], busAway)], [true, false]);
});

test("an instance is called by its name, and by its id where two have the same", () => {
  const fleet = sampleFleet([LISBON, PORTO]);
  assertEquals(["b", "c", "gone"].map((id) => instanceName(fleet, id)), ["lisbon", "porto", ""]);
  const others = [LISBON, { ...PORTO, name: "lisbon" }, sampleInstance("d", { name: "" })];
  const twins = sampleFleet(others);
  assertEquals(["b", "c", "d"].map((id) => instanceName(twins, id)), [
    "lisbon (b)",
    "lisbon (c)",
    "(d)",
  ]);
  // What is gone is known by its id.
  assertEquals(
    ["lisbon-2-x7k2", "faro", "-x7k2", ""].map((id) => instanceName(undefined, id)),
    ["lisbon-2", "", "", ""],
  );
});

const told = (fleet: ReturnType<typeof sampleFleet>, carriers: string[] = []) =>
  fleetNews(fleet, carriers).map(({ title, words }) => `${title}: ${words}`);

test("nothing is said while all hear each other", () => {
  assertEquals(told(sampleFleet([LISBON, PORTO]), ["a", "b", "c"]), []);
});

test("who is not heard is named, with how many of its calls may be out of date", () => {
  const one = sampleFleet([{ ...LISBON, ...SILENT }, PORTO]);
  assertEquals(told(one, ["a", "b", "b", "c"]), [
    "Nothing is heard of lisbon: 2 calls shown here may be out of date, and nobody can step into them from here. " +
    "If it is gone, its calls are shown as ended within ten seconds.",
  ]);
  assertEquals(told(one), [
    "Nothing is heard of lisbon: Calls that came to it since are not shown here.",
  ]);
  const both = sampleFleet([{ ...LISBON, ...SILENT }, { ...PORTO, ...SILENT }]);
  assertEquals(told(both, ["b"]), [
    "Nothing is heard of lisbon and porto: 1 call shown here may be out of date, and nobody can step into it from here.",
  ]);
});

test("where the bus is away that is said, and not of each instance that it is not heard", () => {
  const fleet = sampleFleet([{ ...LISBON, ...SILENT }, PORTO], { busConnected: false });
  assertEquals(told(fleet, ["a", "c"]), [
    "The instances do not hear each other: The connection over NATS is lost. Calls go on everywhere. " +
    "1 call shown here may be out of date, and nobody can step into it from here.",
  ]);
});

test("calls of an instance that is gone are about to be shown as ended", () => {
  assertEquals(told(sampleFleet([]), ["a", "gone"]), [
    "An instance is gone: Its call is about to be shown as ended.",
  ]);
  assertEquals(told(sampleFleet([]), ["porto-x7k2", "porto-x7k2", "faro-1q2w"]), [
    "porto and faro are gone: Their 3 calls are about to be shown as ended.",
  ]);
});

test("who is about to stop is told quietly, unless nobody is left to take calls", () => {
  const draining = { ...LISBON, draining: true };
  const [news] = fleetNews(sampleFleet([draining, PORTO]), ["b", "b", "b"]);
  assertEquals([news?.tone, news?.title, news?.words], [
    "info",
    "lisbon is about to stop",
    "3 calls there go on to their end; new ones go to the other instances.",
  ]);
  const last = sampleFleet([], {
    instances: [sampleInstance("a", { me: true, draining: true }), { ...PORTO, ...SILENT }],
  });
  assertEquals(fleetNews(last, []).at(-1)?.title, "Every instance is about to stop");
});
