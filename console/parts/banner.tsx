// A sentence across the page about how things stand, with a shape and a tone.
import type { ComponentChildren } from "preact";
import { InfoIcon, WarningIcon } from "../ui/icons.tsx";

interface BannerProps {
  tone: "info" | "watch" | "act";
  title: string;
  children?: ComponentChildren;
  actions?: ComponentChildren;
}

export function Banner({ tone, title, children, actions }: BannerProps) {
  return (
    <div class={`banner banner-${tone}`}>
      {tone === "info" ? <InfoIcon /> : <WarningIcon />}
      <div class="banner-words">
        <strong>{title}</strong>
        {children && <span>{children}</span>}
      </div>
      {actions}
    </div>
  );
}
