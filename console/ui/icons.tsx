// The console's icons, drawn by hand on a 20 × 20 grid. Decorative: words stand beside them.
import type { ComponentChildren } from "preact";

function Icon({ children }: { children: ComponentChildren }) {
  return (
    <svg class="icon" viewBox="0 0 20 20" aria-hidden="true" focusable="false">
      {children}
    </svg>
  );
}

const stroke = (d: string) => () => (
  <Icon>
    <path d={d} />
  </Icon>
);

export const FloorIcon = stroke("M3 10h1.5M7 5.5v9M10.5 3v14M14 6.5v7M17 9v2");
export const AgentIcon = stroke(
  "M4 3.5h9l3 3v10H4zM13 3.5v3h3M7 9h6M7 12h6M7 6h2.5",
);
export const ConnectionIcon = stroke(
  "M8.5 11.5l3-3M7 8 5.2 9.8a3.5 3.5 0 0 0 5 5L12 13M13 12l1.8-1.8a3.5 3.5 0 0 0-5-5L8 7",
);
export const RouteIcon = stroke(
  "M4 4.5v3.5c0 2 1 3 3 3h9M13 8l3 3-3 3M4 15.5h.1M7.5 15.5h.1",
);
export const MoreIcon = stroke("M3.5 6h13M3.5 10h13M3.5 14h13");
export const SunIcon = stroke(
  "M10 6.5a3.5 3.5 0 1 0 0 7 3.5 3.5 0 0 0 0-7M10 2v1.5M10 16.5V18M2 10h1.5M16.5 10H18M4.3 4.3l1.1 1.1M14.6 14.6l1.1 1.1M4.3 15.7l1.1-1.1M14.6 5.4l1.1-1.1",
);
export const MoonIcon = stroke("M16 11.5A6.5 6.5 0 0 1 8.5 4a6.5 6.5 0 1 0 7.5 7.5z");
export const SystemIcon = stroke("M3 4.5h14v9H3zM7.5 17h5M10 13.5V17");
export const PhoneIcon = stroke(
  "M6.5 3 8 6.5 6.3 8a9 9 0 0 0 5.7 5.7l1.5-1.7L17 13.5V16a1.3 1.3 0 0 1-1.4 1.3A13 13 0 0 1 2.7 4.4 1.3 1.3 0 0 1 4 3z",
);
export const PeopleIcon = stroke(
  "M7 4a2.8 2.8 0 1 0 0 5.6A2.8 2.8 0 0 0 7 4M2 16c.3-3 2.4-4.2 5-4.2s4.7 1.2 5 4.2M13 4.3a2.7 2.7 0 0 1 0 5M14.8 12.2c1.8.6 3 1.7 3.2 3.8",
);
export const CopyIcon = stroke("M7 7h9.5v9.5H7zM4.5 13h-1V3.5H13v1");
export const EyeIcon = stroke(
  "M2 10s3-5.5 8-5.5 8 5.5 8 5.5-3 5.5-8 5.5S2 10 2 10zM10 7.8a2.2 2.2 0 1 0 0 4.4 2.2 2.2 0 0 0 0-4.4",
);
export const EyeOffIcon = stroke(
  "M3 3l14 14M8.2 4.7A8 8 0 0 1 10 4.5c5 0 8 5.5 8 5.5a14 14 0 0 1-2.6 3.2M5 6.4A14 14 0 0 0 2 10s3 5.5 8 5.5a8 8 0 0 0 3.6-.9",
);
export const DownIcon = stroke("M10 4v11.5M5 11l5 5 5-5");
export const UpIcon = stroke("M10 16V4.5M5 9l5-5 5 5");
export const BinIcon = stroke("M3.5 5.5h13M8 5.5V3.5h4v2M5.5 5.5l.8 11h7.4l.8-11");
export const PlusIcon = stroke("M10 4v12M4 10h12");
export const BackIcon = stroke("M12 4.5 6.5 10l5.5 5.5");
export const PauseIcon = stroke("M7 4.5v11M13 4.5v11");
export const PlayIcon = stroke("M6.5 4l9 6-9 6z");
export const WarningIcon = stroke("M10 3 18 16.5H2zM10 8.5v3.5M10 14.2v.1");
export const InfoIcon = stroke("M10 2.5a7.5 7.5 0 1 0 0 15 7.5 7.5 0 0 0 0-15M10 9v5M10 6.2v.1");
export const CloseIcon = stroke("M5 5l10 10M15 5 5 15");
export const CutIcon = stroke("M2 10h6.5M12 4.5 9 15.5M13.5 10h.1M17.5 10h.1");
export const OutIcon = stroke("M12 3.5H4v13h8M8.5 10H17M14 6.5l3.5 3.5-3.5 3.5");
