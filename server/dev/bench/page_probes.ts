// Watches a page's frames from inside, by the browser's own clocks. Knows nothing of what the page shows.
// What runs in the page is text: it belongs to another world than this program.
import type { Page } from "playwright-core";

/** From before the page's first script on: frames of 50 ms and more, by the Long Animation Frames API. */
export async function watchLongFrames(page: Page): Promise<void> {
  await page.addInitScript(`
    window.probedFrames = [];
    new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) probedFrames.push(duration);
    }).observe({ type: "long-animation-frame", buffered: true });
  `);
}

/** The longest since the last time; 0: none took 50 ms. */
export async function worstFrameMs(page: Page): Promise<number> {
  // What is observed is told a moment later.
  return await page.evaluate(`new Promise((resolve) => setTimeout(resolve, 200))
    .then(() => Math.max(0, ...probedFrames.splice(0)))`);
}

/** Notes when the first element that matches was painted. */
export async function watchFirst(page: Page, selector: string): Promise<void> {
  await page.addInitScript(`
    new MutationObserver((_, observer) => {
      if (!document.querySelector(${JSON.stringify(selector)})) return;
      observer.disconnect();
      requestAnimationFrame(() => {
        const after = new MessageChannel();
        after.port1.onmessage = () => window.probedFirst ??= performance.now();
        after.port2.postMessage(null);
      });
    }).observe(document, { childList: true, subtree: true });
  `);
}

/** From the arrival of the HTML to that. */
export async function firstPaintedMs(page: Page): Promise<number> {
  return await page.evaluate(`(async () => {
    while (!window.probedFirst) await new Promise((resolve) => setTimeout(resolve, 20));
    return window.probedFirst - performance.getEntriesByType("navigation")[0].responseEnd;
  })()`);
}

/** Asks for every frame for a while, which costs the page something itself. The share that did not come, 0 to 1. */
export async function droppedFrames(page: Page, forMs: number): Promise<number> {
  return await page.evaluate(`(async () => {
    const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
    const startedMs = await frame();
    let frames = 0;
    let lastMs = startedMs;
    while (lastMs - startedMs < ${forMs}) {
      lastMs = await frame();
      frames++;
    }
    return Math.max(0, 1 - frames / ((lastMs - startedMs) * 60 / 1000));
  })()`);
}

/** Scrolls an element from its end to its start, a fiftieth of the way in each frame. */
export async function scrollToStart(page: Page, selector: string): Promise<void> {
  await page.evaluate(`(async () => {
    const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
    const element = document.querySelector(${JSON.stringify(selector)});
    for (let step = 50; step >= 0; step--) {
      element.scrollTop = element.scrollHeight * step / 50;
      await frame();
    }
    for (let i = 0; i < 10; i++) await frame();
  })()`);
}
