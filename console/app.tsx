// What is shown where: the sign-in for strangers, else the shell with the screen of the address.
import { useEffect, useRef, useState } from "preact/hooks";
import { LocationProvider, Route, Router, useLocation } from "preact-iso/router";
import {
  AgentScreen,
  AgentsScreen,
  CallScreen,
  ConnectionScreen,
  FloorScreen,
  HistoryScreen,
  RoutesScreen,
  SettingsScreen,
  SignInAgain,
  SignInScreen,
  Waiting,
  WallScreen,
} from "./later.ts";
import { NO_KEYS, stepKeys } from "./live/keys.ts";
import { runAct } from "./parts/run_act.ts";
import { Shell } from "./parts/shell.tsx";
import { takeArrival } from "./parts/sign_in/arrival.ts";
import { MissingScreen } from "./screens/missing_screen.tsx";
import { NoRoleScreen } from "./screens/no_role_screen.tsx";
import { type Stores, StoresContext, useStores } from "./stores.ts";

export function App({ stores }: { stores: Stores }) {
  return (
    <StoresContext.Provider value={stores}>
      <LocationProvider>
        <Door />
      </LocationProvider>
    </StoresContext.Provider>
  );
}

function Door() {
  const { session } = useStores();
  const state = session.state.value;
  const { path } = useLocation();
  const [arrival, setArrival] = useState(takeArrival);
  // Nothing for the blink of an eye rather than a form that jumps away.
  if (state.kind === "asking") return null;
  const lost = state.kind === "signed_out" && state.lost;
  if (arrival?.kind === "invite" || state.kind !== "signed_in" && !lost) {
    return (
      <Waiting>
        <SignInScreen arrival={arrival} onUsed={() => setArrival(null)} />
      </Waiting>
    );
  }
  return (
    <>
      <Inside path={path} />
      {lost && (
        <Waiting>
          <SignInAgain />
        </Waiting>
      )}
    </>
  );
}

function Inside({ path }: { path: string }) {
  const { session } = useStores();
  // Nothing would answer.
  if (!session.may("view")) return <NoRoleScreen />;
  // On the wall there is no frame, and no key does anything.
  if (path === "/wall") {
    return (
      <Waiting>
        <WallScreen />
      </Waiting>
    );
  }
  return <House />;
}

function House() {
  const { path, route } = useLocation();
  useKeys(route);
  // The page of the sign-in link, after it did its work.
  useEffect(() => {
    if (path === "/sign-in") route("/", true);
  }, [path]);
  // A new page begins at its top, and assistive technology is put there; the first one it finds itself.
  const first = useRef(true);
  useEffect(() => {
    if (first.current) {
      first.current = false;
      return;
    }
    scrollTo(0, 0);
    document.querySelector<HTMLElement>("#main")?.focus({ preventScroll: true });
  }, [path]);
  return (
    <Shell>
      <Router>
        <Route path="/" component={FloorScreen} />
        <Route path="/sign-in" component={FloorScreen} />
        <Route path="/calls/:id" component={CallScreen} />
        <Route path="/history" component={HistoryScreen} />
        <Route path="/agents" component={AgentsScreen} />
        <Route path="/agents/:id" component={AgentScreen} />
        <Route path="/routes" component={RoutesScreen} />
        <Route path="/connection" component={ConnectionScreen} />
        <Route path="/settings" component={SettingsScreen} />
        <Route path="/settings/:section" component={SettingsScreen} />
        <Route default component={MissingScreen} />
      </Router>
    </Shell>
  );
}

function useKeys(route: (url: string) => void): void {
  const stores = useStores();
  useEffect(() => {
    let state = NO_KEYS;
    function press(event: KeyboardEvent): void {
      if (stores.paletteOpen.peek() || document.querySelector("dialog[open]")) return;
      const { ctrlKey, altKey, metaKey, shiftKey } = event;
      const result = stepKeys(state, {
        key: event.key,
        modified: ctrlKey || altKey || metaKey,
        command: ctrlKey !== metaKey && !altKey && !shiftKey,
        shift: shiftKey,
        typing: event.target instanceof Element &&
          event.target.closest("input, textarea, select, [contenteditable]") !== null,
      });
      // The palette is no single letter: it opens where those are switched off too.
      if (!stores.prefs.shortcuts.peek() && result.act !== "palette") return;
      state = result.state;
      if (!result.act) return;
      event.preventDefault();
      runAct(result.act, { stores, route });
    }
    addEventListener("keydown", press);
    return () => removeEventListener("keydown", press);
  }, []);
}
