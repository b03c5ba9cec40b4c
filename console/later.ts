// Screens that are fetched when somebody goes there: what surrounds them is on the page before. One that cannot be
// fetched, for instance because the server was replaced meanwhile, says so.
import type { ComponentType } from "preact";
import lazy, { ErrorBoundary } from "preact-iso/lazy";
import { laterStyles } from "./later_styles.ts";
import { UnfetchedPalette } from "./parts/palette/unfetched_palette.tsx";
import { UnfetchedScreen } from "./screens/unfetched_screen.tsx";

/** Around a screen that stands outside of the router, which waits by itself. */
export const Waiting = ErrorBoundary;

/** With the styles that it needs beside the floor's. */
async function styled<T>(load: () => Promise<T>): Promise<T> {
  const [loaded] = await Promise.all([load(), laterStyles()]);
  return loaded;
}

function fetched<Props>(load: () => Promise<ComponentType<Props>>): ComponentType<Props> {
  return lazy<ComponentType<Props>>(() =>
    load().catch(() => UnfetchedScreen as ComponentType<Props>)
  );
}

function later<Props>(load: () => Promise<ComponentType<Props>>): ComponentType<Props> {
  return fetched(() => styled(load));
}

/** Fetched when somebody asks for it; where that fails it says so and is gone. */
export const Palette = lazy<ComponentType<{ onClose: () => void }>>(() =>
  styled(() => import("./parts/palette/palette.tsx")).then((palette) => palette.Palette).catch(() =>
    UnfetchedPalette
  )
);

export const HelpDialog = lazy<ComponentType<{ onClose: () => void }>>(() =>
  import("./parts/help_dialog.tsx").then((help) => help.HelpDialog).catch(() => UnfetchedPalette)
);

/** Fetched when there is an alert; where that fails there is no band: the pages say the worst themselves. */
export const AlertBand = lazy<ComponentType<Record<never, never>>>(() =>
  import("./parts/alerts.tsx").then((alerts) => alerts.AlertBand).catch(() => () => null)
);

/** Fetched where the server is several instances; without it the floor is as it was. */
export const FleetBanners = lazy<ComponentType<{ onlyTrouble?: boolean }>>(() =>
  import("./parts/fleet_banners.tsx").then((fleet) => fleet.FleetBanners).catch(() => () => null)
);

export const AgentScreen = later(() =>
  import("./screens/agent_screen.tsx").then((screen) => screen.AgentScreen)
);
export const AgentsScreen = later(() =>
  import("./screens/agents_screen.tsx").then((screen) => screen.AgentsScreen)
);
export const CallScreen = later(() =>
  import("./screens/call_screen.tsx").then((screen) => screen.CallScreen)
);
export const ConnectionScreen = later(() =>
  import("./screens/connection_screen.tsx").then((screen) => screen.ConnectionScreen)
);
export const FloorScreen = fetched(() =>
  import("./screens/floor_screen.tsx").then((screen) => screen.FloorScreen)
);
export const HistoryScreen = later(() =>
  import("./screens/history_screen.tsx").then((screen) => screen.HistoryScreen)
);
export const RoutesScreen = later(() =>
  import("./screens/routes_screen.tsx").then((screen) => screen.RoutesScreen)
);
export const SettingsScreen = later(() =>
  import("./screens/settings_screen.tsx").then((screen) => screen.SettingsScreen)
);
/** Both ways of signing in: for strangers, and over the page of somebody who was let go. */
const signIn = () => import("./screens/sign_in_screen.tsx");
export const SignInScreen = later(() => signIn().then((screen) => screen.SignInScreen));
export const SignInAgain = later(() => signIn().then((screen) => screen.SignInAgain));

/** What must be there before it is needed: a session may end while the server is away. */
export function fetchAhead(): void {
  void signIn().catch(() => {});
}

export const WallScreen = later(() =>
  import("./screens/wall_screen.tsx").then((screen) => screen.WallScreen)
);
