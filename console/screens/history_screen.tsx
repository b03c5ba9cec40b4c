// Past calls: found by words that were said and by facts, exported, deleted. The address holds the question.
import "../floor_code.ts";
import { useEffect, useMemo, useRef } from "preact/hooks";
import { useLocation } from "preact-iso/router";
import { type Asked, historyQuery, readAsked, writeAsked } from "../live/history_address.ts";
import { useActs } from "../parts/acts.ts";
import { ExportLinks } from "../parts/export_links.tsx";
import { FoundCalls } from "../parts/history/found_calls.tsx";
import { SavedViewsBar } from "../parts/history/saved_views_bar.tsx";
import { SearchForm } from "../parts/history/search_form.tsx";
import { May } from "../parts/may.tsx";
import { PageHeader } from "../parts/page_header.tsx";
import { useStores } from "../stores.ts";
import { HISTORY_TEXTS } from "../texts/history.ts";

export function HistoryScreen() {
  const { history } = useStores();
  const { url, route } = useLocation();
  const search = url.includes("?") ? url.slice(url.indexOf("?")) : "";
  const asked = useMemo(() => readAsked(search), [search]);
  const box = useRef<HTMLInputElement>(null);
  useActs({
    search: () => {
      box.current?.focus();
      box.current?.select();
    },
  });
  useEffect(() => void history.show(asked), [asked]);
  useKeptPlace();
  const ask = (next: Asked) => route(`/history${writeAsked(next)}`);
  const found = history.state.value.kind === "found" && history.state.value.calls.length > 0;

  return (
    <div class="page history">
      <PageHeader
        title={HISTORY_TEXTS.title}
        tab={HISTORY_TEXTS.title}
        below={<p class="muted">{HISTORY_TEXTS.about}</p>}
        actions={found && (
          <May do="export">
            <ExportLinks
              kind="calls"
              query={historyQuery(asked)}
              name={HISTORY_TEXTS.export.name}
              as={HISTORY_TEXTS.export.as}
            />
          </May>
        )}
        settled
      />
      <SearchForm asked={asked} onAsk={ask} box={box} />
      <SavedViewsBar address={writeAsked(asked)} />
      <FoundCalls asked={asked} />
    </div>
  );
}

/** Whoever looked into a call comes back to the line they left. */
function useKeptPlace(): void {
  const { history } = useStores();
  useEffect(() => {
    const kept = history.place;
    // After the page has been put to its top, as every new page is.
    const frame = requestAnimationFrame(() => {
      if (!kept || history.state.peek().kind !== "found") return;
      scrollTo(0, kept.scrollY);
      const calls = [...document.querySelectorAll<HTMLElement>("[data-call]")];
      const call = calls.find((each) => each.dataset["call"] === kept.callId);
      call?.querySelector<HTMLElement>("a")?.focus({ preventScroll: true });
    });
    const note = () => {
      const call = document.activeElement?.closest<HTMLElement>("[data-call]");
      history.place = { scrollY, callId: call?.dataset["call"] ?? null };
    };
    addEventListener("scroll", note, { passive: true });
    addEventListener("focusin", note);
    return () => {
      cancelAnimationFrame(frame);
      removeEventListener("scroll", note);
      removeEventListener("focusin", note);
    };
  }, []);
}
