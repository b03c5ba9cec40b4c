// What the console costs the browser: 200 live calls with ten events a second each, a call of 10,000 lines, and how
// soon a cold page shows its first card. The built console, the server's own event stream, the system's Chromium.
// A machine that does other things makes the figures worse: the median of the rounds is told.
import type { Browser, CDPSession, Page } from "playwright-core";
import { openBrowser, SIZES } from "../browser/browser.ts";
import { type ConsoleStage, LONG_CALL, startConsoleStage } from "./console_stage.ts";
import {
  droppedFrames,
  firstPaintedMs,
  scrollToStart,
  watchFirst,
  watchLongFrames,
  worstFrameMs,
} from "./page_probes.ts";
import { cpuOf } from "./process_cpu.ts";

interface ConsoleLoad {
  calls: number;
  seconds: number;
  lines: number;
  rounds: number;
  /** Part of "transcript", "card" or "floor": only that is measured. */
  only: string;
}

interface Figure {
  name: string;
  unit: string;
  values: number[];
  /** At most; null: for knowing only. */
  limit: number | null;
}

const SETTLE_MS = 8000;
/** As many as are to be seen at once, so that nothing but the page itself holds up its first card. */
const FEW_CALLS = 6;
const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** False: a figure is beyond its limit. */
export async function benchConsole({ calls, seconds, lines, rounds, only }: ConsoleLoad) {
  const files = await Deno.makeTempDir({ prefix: "hookline-bench-dist-" });
  await build(files);
  const stage = await startConsoleStage({ files, lines });
  const figures = new Map<string, Figure>();
  const wanted = (name: string) => name.includes(only);
  const note = (
    name: string,
    value: number,
    { unit = "ms", limit = null }: { unit?: string; limit?: number | null } = {},
  ) => {
    const figure = figures.get(name) ?? { name, unit, limit, values: [] };
    figure.values.push(value);
    figures.set(name, figure);
  };
  try {
    console.log(`Console: ${calls} calls, ${seconds} s a round, ${lines} lines, ${rounds} rounds`);
    if (wanted("transcript")) {
      for (let round = 0; round < rounds; round++) await longTranscript(stage, note);
    }
    stage.load(Math.min(calls, FEW_CALLS));
    await wait(2000);
    if (wanted("card")) {
      const tell = (ms: number) => note("first card after the HTML", ms, { limit: 300 });
      await firstCards(stage, { count: 3 * rounds, tell });
    }
    stage.load(calls);
    await wait(2000);
    if (wanted("card")) {
      const tell = (ms: number) => note("the same of a busy floor", ms);
      await firstCards(stage, { count: 2 * rounds, tell });
    }
    if (wanted("floor")) {
      for (let round = 0; round < rounds; round++) await busyFloor(stage, { seconds, note });
    }
  } finally {
    await stage.stop();
    await Deno.remove(files, { recursive: true });
  }
  return report([...figures.values()]);
}

type Note = (
  name: string,
  value: number,
  more?: { unit?: string; limit?: number | null },
) => void;

/** Each time with nothing kept of the time before; the browser itself has started, as a person's has. */
async function firstCards(
  { origin }: ConsoleStage,
  { count, tell }: { count: number; tell: (ms: number) => void },
): Promise<void> {
  const browser = await openBrowser();
  try {
    for (let round = 0; round <= count; round++) {
      const context = await browser.newContext({ viewport: SIZES.wide });
      const page = await context.newPage();
      await watchFirst(page, ".card[data-call]");
      await page.goto(origin);
      const ms = await firstPaintedMs(page);
      if (round > 0) tell(ms);
      await context.close();
    }
  } finally {
    await browser.close();
  }
}

async function busyFloor(
  stage: ConsoleStage,
  { seconds, note }: { seconds: number; note: Note },
): Promise<void> {
  await withPage(async ({ page, cdp, browser }) => {
    await watchLongFrames(page);
    await page.goto(stage.origin);
    await page.locator(".card[data-call]").first().waitFor();
    await wait(SETTLE_MS);
    const heapBefore = await heapMiB(cdp);
    await worstFrameMs(page);
    const told = stage.told;
    const before = await cpuOf(browser);
    const startedMs = performance.now();
    await wait(seconds * 1000);
    const after = await cpuOf(browser);
    const tookS = (performance.now() - startedMs) / 1000;
    note("events a second", (stage.told - told) / tookS, { unit: "" });
    const share = (name: keyof typeof before) => 100 * (after[name] - before[name]) / tookS;
    note("page's process, of one core", share("page"), { unit: "%", limit: 50 });
    note("of that its main thread", share("mainThread"), { unit: "%" });
    note("painting (no GPU here)", share("gpu"), { unit: "%" });
    note("longest frame of the floor", await worstFrameMs(page), { limit: 100 });
    note("heap before", heapBefore, { unit: "MiB" });
    note("heap after", await heapMiB(cdp), { unit: "MiB" });
    note("frames dropped", 100 * await droppedFrames(page, 5000), { unit: "%" });
  });
}

async function longTranscript({ origin }: ConsoleStage, note: Note): Promise<void> {
  await withPage(async ({ page, cdp }) => {
    await watchLongFrames(page);
    await watchFirst(page, ".transcript .line");
    await page.goto(`${origin}/calls/${LONG_CALL}`);
    await page.locator(".transcript .line").first().waitFor({ timeout: 120_000 });
    note("long call: first lines after the HTML", await firstPaintedMs(page));
    note("long call: longest frame until read", await worstFrameMs(page));
    await page.locator(".transcript-scroll:not([aria-busy=true])").waitFor({ timeout: 60_000 });
    note("long call: longest frame while drawing the rest", await worstFrameMs(page), {
      limit: 100,
    });
    await scrollToStart(page, ".transcript-scroll");
    note("long call: longest frame while scrolling", await worstFrameMs(page), { limit: 100 });
    note("long call: heap", await heapMiB(cdp), { unit: "MiB" });
  });
}

async function withPage(
  steps: (own: { browser: Browser; page: Page; cdp: CDPSession }) => Promise<void>,
): Promise<void> {
  const browser = await openBrowser();
  try {
    const context = await browser.newContext({ viewport: SIZES.wide });
    const page = await context.newPage();
    const cdp = await context.newCDPSession(page);
    await cdp.send("Performance.enable");
    await steps({ browser, page, cdp });
  } finally {
    await browser.close();
  }
}

async function heapMiB(cdp: CDPSession): Promise<number> {
  await cdp.send("HeapProfiler.collectGarbage");
  const { metrics } = await cdp.send("Performance.getMetrics");
  const used = metrics.find(({ name }: { name: string }) => name === "JSHeapUsedSize");
  return (used?.value ?? 0) / 2 ** 20;
}

function report(figures: readonly Figure[]): boolean {
  let passed = true;
  for (const { name, unit, values, limit } of figures) {
    const sorted = values.toSorted((a, b) => a - b);
    const middle = sorted[Math.floor(sorted.length / 2)]!;
    const beyond = limit !== null && middle > limit;
    if (beyond) passed = false;
    const words = (value: number) => `${value.toFixed(value < 10 ? 1 : 0)} ${unit}`.trim();
    const bound = limit === null ? "" : `at most ${limit} ${unit}${beyond ? ": BEYOND" : ""}`;
    console.log(
      `${name.padEnd(50)}${words(middle).padStart(10)}  ` +
        `${`${words(sorted[0]!)} – ${words(sorted.at(-1)!)}`.padEnd(24)}${bound}`,
    );
  }
  return passed;
}

async function build(into: string): Promise<void> {
  const script = new URL("../build.ts", import.meta.url).pathname;
  const { success } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-check", script, into],
  }).output();
  if (!success) throw new Error("Cannot measure: the console could not be built");
}
