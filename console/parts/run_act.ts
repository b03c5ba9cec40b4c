// What an act of the keyboard comes to: the screen's own answer first, else that of the house.
import type { Act } from "../live/keys.ts";
import { PLACES } from "../live/places.ts";
import type { Stores } from "../stores.ts";
import { perform } from "./acts.ts";
import { leaveFor } from "./leaving.ts";
import { walkCalls } from "./walk_calls.ts";

export function runAct(
  act: Act,
  { stores, route }: {
    stores: Pick<Stores, "paused" | "helpOpen" | "paletteOpen">;
    route: (url: string) => void;
  },
): void {
  if (perform(act)) return;
  const place = PLACES.find((each) => each.act === act);
  if (place) return leaveFor(place.href, route);
  const { paused, helpOpen, paletteOpen } = stores;
  if (act === "help") helpOpen.value = true;
  if (act === "palette") paletteOpen.value = true;
  if (act === "pause") paused.value = !paused.peek();
  if (act === "next") walkCalls(1);
  if (act === "previous") walkCalls(-1);
}
