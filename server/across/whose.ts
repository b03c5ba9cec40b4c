// Finds the instance that something belongs to, by asking all others at once. No state.
import { type Fleet, fleetCode, hearsAll } from "../fleet/fleet.ts";

/** "unreached": nobody said yes, and one that did not answer may have it. */
export type Whose = { instance: string } | "nobody" | "unreached";

export interface WhoseQuestion {
  topic: string;
  value: unknown;
  withinMs: number;
  onUnreached?(instance: string, code: string): void;
}

/** The first that answers true is believed. Never rejects. */
export function whose(
  fleet: Pick<Fleet, "status" | "others" | "ask">,
  { topic, value, withinMs, onUnreached }: WhoseQuestion,
): Promise<Whose> {
  const { promise, resolve } = Promise.withResolvers<Whose>();
  let unreached = !hearsAll(fleet);
  const asked = fleet.others().map(async (instance) => {
    try {
      if (await fleet.ask(instance, topic, value, withinMs) === true) resolve({ instance });
    } catch (error) {
      unreached = true;
      onUnreached?.(instance, fleetCode(error));
    }
  });
  void Promise.all(asked).then(() => resolve(unreached ? "unreached" : "nobody"));
  return promise;
}
