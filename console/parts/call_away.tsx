// On the page of a live call whose instance is not heard: that what is shown may be out of date, and what it means.
import { useEffect } from "preact/hooks";
import type { CallSummary } from "../../server/contract/call.ts";
import { instanceName, isThere } from "../live/fleet.ts";
import { useStores } from "../stores.ts";
import { CALL_PAGE_TEXTS as TEXTS } from "../texts/call_page.ts";
import { useAway } from "./away.tsx";
import { Banner } from "./banner.tsx";

export function CallAway({ call }: { call: CallSummary }) {
  const { floor, announcer } = useStores();
  const away = useAway(call.instance) && call.endedAtMs === null;
  useEffect(() => {
    if (away) announcer.say(TEXTS.away);
  }, [away]);
  if (!away) return null;
  const { fleet } = floor.status.value ?? {};
  const name = instanceName(fleet, call.instance);
  return (
    <Banner tone="watch" title={TEXTS.away}>
      {TEXTS.awayWords(name, isThere(fleet, call.instance))}
    </Banner>
  );
}
