// What everybody has to know of the server before believing anything else on the page.
import { spendNews } from "../live/spend_words.ts";
import { useStores } from "../stores.ts";
import { Banner } from "./banner.tsx";

export function ServerBanners() {
  const status = useStores().floor.status.value;
  if (!status) return null;
  const spend = spendNews(status.spend);
  return (
    <>
      {status.answeredBy === "stand-in" && (
        <Banner tone="info" title="The built-in stand-in answers all calls">
          No OpenAI key is set: no model is asked and nothing leaves this machine. Set{" "}
          <code>OPENAI_API_KEY</code> and restart to answer for real.
        </Banner>
      )}
      {status.draining && (
        <Banner tone="watch" title="The server is about to stop">
          Calls in progress go on to their end; new ones are refused.
        </Banner>
      )}
      {spend && <Banner tone={spend.tone} title={spend.title}>{spend.words}</Banner>}
      {status.storeTrouble !== null && (
        <Banner tone="act" title="Calls are not being saved">
          They go on as usual, but their lines and events will be missing later.{" "}
          {spend && <Banner tone={spend.tone} title={spend.title}>{spend.words}</Banner>}
          {status.storeTrouble}
        </Banner>
      )}
    </>
  );
}
