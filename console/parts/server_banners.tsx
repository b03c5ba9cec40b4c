// What everybody has to know of the server before believing anything else on the page.
import { FleetBanners, Waiting } from "../later.ts";
import { spendNews } from "../live/spend_words.ts";
import { useStores } from "../stores.ts";
import { FLOOR_TEXTS } from "../texts/floor.ts";
import { placed } from "../ui/placed.tsx";
import { Banner } from "./banner.tsx";

const TEXTS = FLOOR_TEXTS.banners;
const KEY_SETTING = "OPENAI_API_KEY";

export function ServerBanners() {
  const status = useStores().floor.status.value;
  if (!status) return null;
  const spend = spendNews(status.spend);
  return (
    <>
      {status.answeredBy === "stand-in" && (
        <Banner tone="info" title={TEXTS.standIn}>
          {placed(TEXTS.standInWords, { key: <code>{KEY_SETTING}</code> })}
        </Banner>
      )}
      {status.fleet && (
        <Waiting>
          <FleetBanners />
        </Waiting>
      )}
      {status.draining && !status.fleet && (
        <Banner tone="watch" title={TEXTS.draining}>
          {TEXTS.drainingWords}
        </Banner>
      )}
      {spend && <Banner tone={spend.tone} title={spend.title}>{spend.words}</Banner>}
      {status.storeTrouble !== null && (
        <Banner tone="act" title={TEXTS.unsaved}>
          {TEXTS.unsavedWords} {status.storeTrouble}
        </Banner>
      )}
    </>
  );
}
