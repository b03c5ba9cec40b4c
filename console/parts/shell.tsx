// The frame around every screen: where to go, how things stand, what a screen reader is told.
import type { ComponentChildren, VNode } from "preact";
import { useEffect } from "preact/hooks";
import { useLocation } from "preact-iso/router";
import { AlertBand, HelpDialog, Palette, Waiting } from "../later.ts";
import { keyWords } from "../live/keys.ts";
import { isUnder, PLACES } from "../live/places.ts";
import { useStores } from "../stores.ts";
import { PALETTE_TEXTS } from "../texts/palette.ts";
import { SHELL_TEXTS as TEXTS } from "../texts/shell.ts";
import { Mark } from "../ui/brand.tsx";
import {
  AgentIcon,
  CloseIcon,
  ConnectionIcon,
  FloorIcon,
  HistoryIcon,
  MoreIcon,
  RouteIcon,
  SearchIcon,
  SettingsIcon,
} from "../ui/icons.tsx";
import { StaleBand } from "./connection_status.tsx";
import { MeMenu } from "./me_menu.tsx";
import { SchemeButton } from "./scheme_button.tsx";

const ICONS: Readonly<Record<string, () => VNode>> = {
  "/": FloorIcon,
  "/history": HistoryIcon,
  "/agents": AgentIcon,
  "/routes": RouteIcon,
  "/connection": ConnectionIcon,
  "/settings": SettingsIcon,
};

export function Shell({ children }: { children: ComponentChildren }) {
  const { floor, helpOpen, paletteOpen, paused } = useStores();
  const { path } = useLocation();
  const hasAlerts = (floor.status.value?.alerts?.length ?? 0) > 0;
  useEffect(() => {
    document.documentElement.dataset["paused"] = String(paused.value);
  }, [paused.value]);
  return (
    <div class="shell">
      <a class="skip" href={`${path}#main`} onClick={skip}>{TEXTS.skip}</a>
      <nav class="rail" aria-label={TEXTS.main}>
        <a class="rail-brand" href="/" aria-label={TEXTS.home}>
          <Mark />
        </a>
        <ul class="rail-places">
          {PLACES.filter(({ rail }) => rail).map((place) => {
            const { href, name } = place;
            const Icon = ICONS[href] ?? FloorIcon;
            return (
              // Too many for a phone: there it is behind "More".
              <li key={href} class={href === "/settings" ? "in-more" : ""}>
                <a
                  class="rail-place"
                  href={href}
                  aria-current={isUnder(path, place) ? "page" : undefined}
                >
                  <Icon />
                  {name}
                </a>
              </li>
            );
          })}
        </ul>
        <div class="rail-foot">
          <SchemeButton />
          <button
            type="button"
            class="rail-place"
            title={TEXTS.key(keyWords("Ctrl+K"))}
            aria-keyshortcuts="Control+K"
            onClick={() => paletteOpen.value = true}
          >
            <SearchIcon />
            {PALETTE_TEXTS.button}
          </button>
          <button type="button" class="rail-place" onClick={() => helpOpen.value = true}>
            <MoreIcon />
            {TEXTS.more}
          </button>
          <MeMenu />
        </div>
      </nav>
      <div class="stage">
        <StaleBand />
        {hasAlerts && (
          <Waiting>
            <AlertBand />
          </Waiting>
        )}
        <main id="main" tabIndex={-1}>{children}</main>
      </div>
      <NoticeBar />
      <Spoken />
      {helpOpen.value && (
        <Waiting>
          <HelpDialog onClose={() => helpOpen.value = false} />
        </Waiting>
      )}
      {paletteOpen.value && (
        <Waiting>
          <Palette onClose={() => paletteOpen.value = false} />
        </Waiting>
      )}
    </div>
  );
}

/** With `<base href>` a bare fragment would lead away from the page. */
function skip(event: Event): void {
  event.preventDefault();
  event.stopPropagation();
  document.querySelector<HTMLElement>("#main")?.focus();
}

function NoticeBar() {
  const { notices } = useStores();
  const notice = notices.shown.value;
  return (
    <div class="notices" role={notice?.tone === "act" ? "alert" : "status"}>
      {notice && (
        <div class={`notice ${notice.tone}`}>
          <span>{notice.text}</span>
          {notice.link && (
            <a href={notice.link.href} onClick={notices.dismiss}>{notice.link.text}</a>
          )}
          <button type="button" class="button quiet square" onClick={notices.dismiss}>
            <CloseIcon />
            <span class="hidden">{TEXTS.dismiss}</span>
          </button>
        </div>
      )}
    </div>
  );
}

function Spoken() {
  const { announcer } = useStores();
  return <div class="hidden" aria-live="polite" aria-atomic="true">{announcer.spoken}</div>;
}
