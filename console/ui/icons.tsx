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
export const HistoryIcon = stroke("M3.5 4v4h4M3.9 8a6.5 6.5 0 1 1-.4 3M10 6.5V10l2.5 2");
export const FilterIcon = stroke("M3 5.5h14M5.5 10h9M8 14.5h4");
export const SearchIcon = stroke("M8.5 3a5.5 5.5 0 1 0 0 11 5.5 5.5 0 0 0 0-11M12.6 12.6 17 17");
export const AgentIcon = stroke(
  "M4 3.5h9l3 3v10H4zM13 3.5v3h3M7 9h6M7 12h6M7 6h2.5",
);
export const ConnectionIcon = stroke(
  "M8.5 11.5l3-3M7 8 5.2 9.8a3.5 3.5 0 0 0 5 5L12 13M13 12l1.8-1.8a3.5 3.5 0 0 0-5-5L8 7",
);
export const RouteIcon = stroke(
  "M4 4.5v3.5c0 2 1 3 3 3h9M13 8l3 3-3 3M4 15.5h.1M7.5 15.5h.1",
);
export const SettingsIcon = stroke(
  "M3 6h6.2M12.8 6H17M3 14h2.2M8.8 14H17M11 4.2a1.8 1.8 0 1 0 0 3.6 1.8 1.8 0 0 0 0-3.6M7 12.2a1.8 1.8 0 1 0 0 3.6 1.8 1.8 0 0 0 0-3.6",
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
export const StopIcon = stroke("M5.5 5.5h9v9h-9z");
export const PlayIcon = stroke("M6.5 4l9 6-9 6z");
export const WarningIcon = stroke("M10 3 18 16.5H2zM10 8.5v3.5M10 14.2v.1");
export const InfoIcon = stroke("M10 2.5a7.5 7.5 0 1 0 0 15 7.5 7.5 0 0 0 0-15M10 9v5M10 6.2v.1");
export const CloseIcon = stroke("M5 5l10 10M15 5 5 15");
export const CheckIcon = stroke("M4.5 10.5 8.5 14.5 15.5 6");
export const CutIcon = stroke("M2 10h6.5M12 4.5 9 15.5M13.5 10h.1M17.5 10h.1");
export const OutIcon = stroke("M12 3.5H4v13h8M8.5 10H17M14 6.5l3.5 3.5-3.5 3.5");
export const EarIcon = stroke(
  "M6 8.2a4.2 4.2 0 1 1 8.4 0c0 3.4-3.2 3.7-3.2 6.3a2.4 2.4 0 0 1-4.3 1.4M8.3 8.3a1.9 1.9 0 0 1 3.7.4c0 1.1-1 1.4-1.2 2.3",
);
export const RaisedHandIcon = stroke(
  "M5.5 11V6.2a1.2 1.2 0 0 1 2.4 0V9M7.9 9V4a1.2 1.2 0 0 1 2.4 0v5M10.3 9V4.8a1.2 1.2 0 0 1 2.4 0V10M12.7 7.4a1.2 1.2 0 0 1 2.4 0v4.4c0 3.4-1.9 5.7-5 5.7-2.6 0-3.9-1.3-5-3.4l-1.9-3.4a1.1 1.1 0 0 1 1.9-1.2L6.6 11",
);
export const NoticeIcon = stroke("M5 4.5h10v11H5zM10 2.5v3M7.5 9h5M7.5 12h3.5");
export const ScreenIcon = stroke("M2.5 4h15v9.5h-15zM10 13.5V17M6 17h8");
export const PersonIcon = stroke(
  "M10 3.2a3.3 3.3 0 1 0 0 6.6 3.3 3.3 0 0 0 0-6.6M3.5 17c.4-3.6 3-5 6.5-5s6.1 1.4 6.5 5",
);
export const WhisperIcon = stroke("M3 4h14v9H9.5L6 16v-3H3zM6.5 7.2h7M6.5 9.9h4");
export const SayIcon = stroke(
  "M3 8v4h3l4 3.2V4.8L6 8zM13 7.5a3.5 3.5 0 0 1 0 5M15.2 5.2a6.8 6.8 0 0 1 0 9.6",
);
export const SoundIcon = SayIcon;
export const MutedIcon = stroke("M3 8v4h3l4 3.2V4.8L6 8zM13.5 8l4 4M17.5 8l-4 4");
export const MicrophoneIcon = stroke(
  "M10 2.5A2.3 2.3 0 0 0 7.7 4.8v4.4a2.3 2.3 0 0 0 4.6 0V4.8A2.3 2.3 0 0 0 10 2.5M4.8 9.2a5.2 5.2 0 0 0 10.4 0M10 14.4v3.1",
);
export const MutedMicrophoneIcon = stroke(
  "M3 3l14 14M12.3 8V4.8a2.3 2.3 0 0 0-4.5-.7M7.7 8v1.2a2.3 2.3 0 0 0 3.6 1.9M4.8 9.2a5.2 5.2 0 0 0 8.3 4.2M15.2 9.2a5 5 0 0 1-.6 2.4M10 14.4v3.1",
);
export const HandIcon = stroke("M7.5 5 3.5 9l4 4M3.5 9H13a3.5 3.5 0 0 1 0 7h-2");
export const TransferIcon = stroke("M3 6.5h11M11 3.5l3 3-3 3M17 13.5H6M9 10.5l-3 3 3 3");
export const EndIcon = stroke(
  "M2.5 11.2c0-1.2.5-2 1.7-2.6a13.4 13.4 0 0 1 11.6 0c1.2.6 1.7 1.4 1.7 2.6v1.3l-3.8.3-.6-2.3a9.6 9.6 0 0 0-6.2 0l-.6 2.3-3.8-.3z",
);
