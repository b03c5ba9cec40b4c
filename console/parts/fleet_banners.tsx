// Which instances of the server are not heard and what that means for the calls that are shown; who is about to stop.
// Fetched only where there are several (later.ts).
import "../floor_code.ts";
import { useComputed } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { fleetNews } from "../live/fleet_news.ts";
import { useStores } from "../stores.ts";
import { Banner } from "./banner.tsx";

/** `onlyTrouble`: nothing of who is about to stop. */
export function FleetBanners({ onlyTrouble = false }: { onlyTrouble?: boolean }) {
  const { floor, announcer } = useStores();
  // As one text, so that only calls that come and go draw anything, and not each word of them.
  const carriers = useComputed(() =>
    floor.live.value.map(({ call }) => call.instance).sort().join(" ")
  ).value.split(" ");
  const fleet = floor.status.value?.fleet;
  const news = fleet
    ? fleetNews(fleet, carriers).filter(({ tone }) => tone === "watch" || !onlyTrouble)
    : [];
  const told = news.filter(({ tone }) => tone === "watch").map(({ title }) => title).join(". ");
  useEffect(() => {
    if (told !== "") announcer.say(told);
  }, [told]);
  return (
    <>
      {news.map(({ tone, title, words }) => (
        <Banner key={title} tone={tone} title={title}>{words}</Banner>
      ))}
    </>
  );
}
