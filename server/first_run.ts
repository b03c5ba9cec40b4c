// What a new installation has gone through already: ticked once, kept in the store, never taken back.
import type { FirstRunSteps } from "./contract/feed.ts";
import { faultPlace } from "./guard.ts";
import { oneByOne } from "./one_by_one.ts";
import type { Log } from "./observe/log.ts";
import type { Store } from "./store/store.ts";

export interface FirstRun {
  readonly steps: FirstRunSteps;
  /** Never throws and never waits: it may be on the path of a call. */
  tick(step: keyof FirstRunSteps): void;
  /** Another instance has ticked one. False: it cannot be read. Never rejects. */
  reload(): Promise<boolean>;
}

const SETTING = "first_run";
const NOTHING: FirstRunSteps = {
  keyAccepted: false,
  simulatedCall: false,
  realSocket: false,
  published: false,
};

export async function openFirstRun(
  options: {
    store: Pick<Store, "setting" | "replaceSetting">;
    log: Log;
    onChange: () => void;
  },
): Promise<FirstRun> {
  const { store, log } = options;
  let steps = readSteps(await store.setting(SETTING));
  const inTurn = oneByOne();

  function hold(ticked: FirstRunSteps): void {
    const both = either(steps, ticked);
    if (same(both, steps)) return;
    steps = both;
    options.onChange();
  }

  /** What other instances have ticked stays ticked. */
  async function write(): Promise<void> {
    for (;;) {
      const kept = await store.setting(SETTING);
      const before = readSteps(kept);
      hold(before);
      if (same(steps, before)) return;
      if (await store.replaceSetting(SETTING, kept, JSON.stringify(steps))) return;
    }
  }

  return {
    get steps() {
      return steps;
    },
    tick(step) {
      if (steps[step]) return;
      steps = { ...steps, [step]: true };
      // Where it is not kept, the step is ticked again at the next chance after a restart.
      inTurn(write).catch((error) => log.warn("first_run_not_kept", { place: faultPlace(error) }));
      options.onChange();
    },
    reload: () =>
      inTurn(async () => {
        try {
          hold(readSteps(await store.setting(SETTING)));
          return true;
        } catch (error) {
          log.warn("first_run_not_read", { place: faultPlace(error) });
          return false;
        }
      }),
  };
}

/** The first answered call of each origin is a step of the first run; the server's own calls are none. */
export function noted<
  A extends [{ callId: string; origin: "phone" | "test" }, ...unknown[]],
  R extends object,
>(
  answer: (...asked: A) => R,
  { firstRun, isOwn }: { firstRun: FirstRun; isOwn: (callId: string) => boolean },
): (...asked: A) => R {
  return (...asked) => {
    const answered = answer(...asked);
    if (!("refused" in answered) && !isOwn(asked[0].callId)) {
      firstRun.tick(asked[0].origin === "test" ? "simulatedCall" : "realSocket");
    }
    return answered;
  };
}

function either(a: FirstRunSteps, b: FirstRunSteps): FirstRunSteps {
  return {
    keyAccepted: a.keyAccepted || b.keyAccepted,
    simulatedCall: a.simulatedCall || b.simulatedCall,
    realSocket: a.realSocket || b.realSocket,
    published: a.published || b.published,
  };
}

function same(a: FirstRunSteps, b: FirstRunSteps): boolean {
  return (Object.keys(a) as (keyof FirstRunSteps)[]).every((step) => a[step] === b[step]);
}

/** What another version wrote, or nobody, ticks nothing. */
function readSteps(kept: string | undefined): FirstRunSteps {
  let found: unknown;
  try {
    found = JSON.parse(kept ?? "{}");
  } catch {
    return NOTHING;
  }
  const ticked = typeof found === "object" && found !== null
    ? found as Record<string, unknown>
    : {};
  const names = Object.keys(NOTHING) as (keyof FirstRunSteps)[];
  return Object.fromEntries(
    names.map((name) => [name, ticked[name] === true]),
  ) as unknown as FirstRunSteps;
}
