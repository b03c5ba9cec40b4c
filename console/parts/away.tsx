// The sign of a call whose instance is not heard: what is shown of it may be out of date.
import { useComputed } from "@preact/signals";
import { isAway } from "../live/fleet.ts";
import { useStores } from "../stores.ts";
import { FLEET_TEXTS as TEXTS } from "../texts/fleet.ts";

/** `instance`: of a call. Draws anew only when it changes. */
export function useAway(instance: string): boolean {
  const { floor } = useStores();
  return useComputed(() => isAway(floor.status.value?.fleet, instance)).value;
}

export function AwayTag({ instance }: { instance: string }) {
  if (!useAway(instance)) return null;
  return (
    <span class="tag watch" title={TEXTS.awayHint}>
      <span aria-hidden="true">≈&nbsp;</span>
      {TEXTS.away}
    </span>
  );
}
