import { assertEquals } from "@std/assert";
import { signal } from "@preact/signals";
import { test } from "../testing.ts";
import { pausable } from "./pausable.ts";

test("a paused view holds still and catches up afterwards", () => {
  const source = signal(1);
  const paused = signal(false);
  const shown = pausable(source, paused);
  const seen: number[] = [];
  const stop = shown.subscribe((value) => seen.push(value));
  source.value = 2;
  paused.value = true;
  source.value = 3;
  assertEquals(shown.value, 2);
  paused.value = false;
  assertEquals(seen, [1, 2, 3]);
  stop();
});
