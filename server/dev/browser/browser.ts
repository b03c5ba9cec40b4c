// The system's Chromium, driven by playwright-core; and axe, which looks for what a disabled person would trip over.
import { type Browser, chromium, type Page } from "playwright-core";
import axe from "axe-core";
import { type ChildServer, startServer } from "../child_server.ts";

export type { Page };

export const SIZES = {
  wide: { width: 1440, height: 900 },
  phone: { width: 390, height: 844 },
} as const;

/** A microphone that beeps, which nobody is asked about. */
export const FAKE_MICROPHONE = [
  "--use-fake-device-for-media-stream",
  "--use-fake-ui-for-media-stream",
];

/** `more`: command line of Chromium, on top. */
export async function openBrowser(more: readonly string[] = []): Promise<Browser> {
  return await chromium.launch({
    executablePath: "/usr/bin/chromium",
    headless: true,
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
      ...more,
    ],
  });
}

/** Keys that the browser itself goes by. */
const MOVES_ON = /^(Tab|Arrow.*)$/;

/** What is on the page listens to keys a frame after it is seen: nobody is as quick as a test. */
async function drawn(page: Page): Promise<void> {
  await page.evaluate(`Promise.race([
    new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done)))),
    new Promise((done) => setTimeout(done, 500)),
  ])`);
}

/** A page that collects what its console and its content policy complain of. */
export async function openPage(browser: Browser): Promise<{ page: Page; complaints: string[] }> {
  const context = await browser.newContext({ viewport: SIZES.wide });
  const page = await context.newPage();
  const press = page.keyboard.press.bind(page.keyboard);
  page.keyboard.press = async (key, options) => {
    if (!MOVES_ON.test(key)) await drawn(page);
    await press(key, options);
  };
  const complaints: string[] = [];
  page.on("console", (message) => {
    if (message.type() === "error") complaints.push(`${message.text()} ${message.location().url}`);
  });
  page.on("pageerror", (error) => complaints.push(String(error)));
  return { page, complaints };
}

/** All that a look can be taken in. */
export const EVERY_LOOK = ["wide light", "wide dark", "phone light", "phone dark"] as const;
export type Look = typeof EVERY_LOOK[number];
/** One of each size and scheme: for the states of a screen that was seen in every look elsewhere. */
const TWO_LOOKS: readonly Look[] = ["wide light", "phone dark"];

/** Waits until an expression is true in the page, whose own policy forbids what Playwright would do for that. */
export async function becomes(page: Page, expression: string): Promise<void> {
  const untilMs = Date.now() + 30_000;
  while (!await page.evaluate(expression)) {
    if (Date.now() > untilMs) throw new Error(`This did not become true: ${expression}`);
    await page.waitForTimeout(50);
  }
}

/**
 * HOOKLINE_SHOTS names a folder in which a person wants to look at the screens; HOOKLINE_SHOTS_OF which looks, separated
 * by commas, for instance "wide light": each costs a tenth of a second. Unset: all.
 */
const SHOTS = Deno.env.get("HOOKLINE_SHOTS");
const SHOTS_OF = Deno.env.get("HOOKLINE_SHOTS_OF")?.split(",");

export interface Browsing {
  page: Page;
  /** What the page's console and its content policy complained of. */
  complaints: string[];
  /** What axe found at each look. */
  barriers: string[];
  /** Lets axe look at the page, and a person too. Two looks unless told; each screen once in EVERY_LOOK. */
  look(name: string, of?: readonly Look[]): Promise<void>;
}

export interface Walk extends Browsing {
  server: ChildServer;
}

/** A server of its own and a browser on it; both end with the walk, however it ends. */
export async function walk(
  env: Record<string, string>,
  steps: (walk: Walk) => Promise<void>,
  browserArgs: readonly string[] = [],
): Promise<void> {
  const server = await startServer(env);
  try {
    await browse((browsing) => steps({ server, ...browsing }), browserArgs);
  } finally {
    await server.stop();
  }
}

/** A browser with one page, which ends with the steps. */
export async function browse(
  steps: (browsing: Browsing) => Promise<void>,
  browserArgs: readonly string[] = [],
): Promise<void> {
  const browser = await openBrowser(browserArgs);
  try {
    const { page, complaints } = await openPage(browser);
    const barriers: string[] = [];
    const look = async (name: string, of: readonly Look[] = TWO_LOOKS) => {
      const found = await findBarriers(page, of, async (look) => {
        if (!SHOTS || SHOTS_OF?.includes(look) === false) return;
        await page.screenshot({ path: `${SHOTS}/${name} ${look}.png` });
      });
      barriers.push(...found.map((words) => `${name}: ${words}`));
    };
    try {
      await steps({ page, complaints, barriers, look });
    } catch (error) {
      // What a person would look at first.
      if (SHOTS) await page.screenshot({ path: `${SHOTS}/FAILED ${crypto.randomUUID()}.png` });
      throw error;
    }
  } finally {
    await browser.close();
  }
}

/** Findings of axe on the page as it stands, as readable lines. */
async function findBarriers(
  page: Page,
  of: readonly Look[],
  onLook: (look: Look) => Promise<void>,
): Promise<string[]> {
  const found: string[] = [];
  const sizesSeen = new Set<string>();
  // The page's own policy forbids inline scripts; the debugger's evaluation is not bound by it.
  if (!await page.evaluate("'axe' in globalThis")) await page.evaluate(axe.source);
  for (const look of of) {
    const [size, colorScheme] = look.split(" ") as ["wide" | "phone", "light" | "dark"];
    await page.setViewportSize(SIZES[size]);
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    await onLook(look);
    // The other scheme differs in nothing but colours.
    const rules = sizesSeen.has(size) ? { runOnly: ["color-contrast"] } : {};
    sizesSeen.add(size);
    const violations = await page.evaluate(
      (rules) =>
        // deno-lint-ignore no-explicit-any -- axe lives in the page, outside this program's types
        (globalThis as any).axe.run({ resultTypes: ["violations"], ...rules }).then((
          result: { violations: { id: string; nodes: { html: string }[] }[] },
        ) =>
          result.violations.map(({ id, nodes }) =>
            `${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join(" | ")}`
          )
        ),
      rules,
    );
    found.push(...(violations as string[]).map((words) => `${look} ${words}`));
  }
  await page.setViewportSize(SIZES.wide);
  await page.emulateMedia({ colorScheme: null, reducedMotion: null });
  return found;
}
