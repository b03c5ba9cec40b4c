// The frame around every screen: where to go, how things stand, what a screen reader is told.
import type { ComponentChildren } from "preact";
import { useEffect } from "preact/hooks";
import { useLocation } from "preact-iso/router";
import { useStores } from "../stores.ts";
import { Mark } from "../ui/brand.tsx";
import {
  AgentIcon,
  CloseIcon,
  ConnectionIcon,
  FloorIcon,
  MoreIcon,
  RouteIcon,
} from "../ui/icons.tsx";
import { StaleBand } from "./connection_status.tsx";
import { HelpDialog } from "./help_dialog.tsx";
import { SchemeButton } from "./scheme_button.tsx";

const PLACES = [
  { href: "/", name: "Floor", icon: <FloorIcon />, under: /^\/(calls\/|$)/ },
  { href: "/agents", name: "Agents", icon: <AgentIcon />, under: /^\/agents/ },
  { href: "/routes", name: "Routes", icon: <RouteIcon />, under: /^\/routes/ },
  { href: "/connection", name: "Connection", icon: <ConnectionIcon />, under: /^\/connection/ },
];

export function Shell({ children }: { children: ComponentChildren }) {
  const { helpOpen, paused } = useStores();
  const { path } = useLocation();
  useEffect(() => {
    document.documentElement.dataset["paused"] = String(paused.value);
  }, [paused.value]);
  return (
    <div class="shell">
      <a class="skip" href={`${path}#main`} onClick={skip}>Skip to the content</a>
      <nav class="rail" aria-label="Main">
        <a class="rail-brand" href="/" aria-label="Hookline, to the floor">
          <Mark />
        </a>
        <ul class="rail-places">
          {PLACES.map(({ href, name, icon, under }) => (
            <li key={href}>
              <a
                class="rail-place"
                href={href}
                aria-current={under.test(path) ? "page" : undefined}
              >
                {icon}
                {name}
              </a>
            </li>
          ))}
        </ul>
        <div class="rail-foot">
          <SchemeButton />
          <button type="button" class="rail-place" onClick={() => helpOpen.value = true}>
            <MoreIcon />
            More
          </button>
        </div>
      </nav>
      <div class="stage">
        <StaleBand />
        <main id="main" tabIndex={-1}>{children}</main>
      </div>
      <NoticeBar />
      <Spoken />
      {helpOpen.value && <HelpDialog onClose={() => helpOpen.value = false} />}
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
            <span class="hidden">Dismiss</span>
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
