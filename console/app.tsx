// What is shown where: the sign-in for strangers, else the shell with the screen of the address.
import { useEffect, useRef } from "preact/hooks";
import { LocationProvider, Route, Router, useLocation } from "preact-iso/router";
import { type Act, NO_KEYS, stepKeys } from "./live/keys.ts";
import { perform } from "./parts/acts.ts";
import { walkCalls } from "./parts/walk_calls.ts";
import { Shell } from "./parts/shell.tsx";
import { AgentScreen } from "./screens/agent_screen.tsx";
import { AgentsScreen } from "./screens/agents_screen.tsx";
import { CallScreen } from "./screens/call_screen.tsx";
import { ConnectionScreen } from "./screens/connection_screen.tsx";
import { FloorScreen } from "./screens/floor_screen.tsx";
import { MissingScreen } from "./screens/missing_screen.tsx";
import { RoutesScreen } from "./screens/routes_screen.tsx";
import { SignInScreen } from "./screens/sign_in_screen.tsx";
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
  const { kind } = session.state.value;
  // Nothing for the blink of an eye rather than a form that jumps away.
  if (kind === "asking") return null;
  if (kind !== "signed_in") return <SignInScreen />;
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
        <Route path="/agents" component={AgentsScreen} />
        <Route path="/agents/:id" component={AgentScreen} />
        <Route path="/routes" component={RoutesScreen} />
        <Route path="/connection" component={ConnectionScreen} />
        <Route default component={MissingScreen} />
      </Router>
    </Shell>
  );
}

function useKeys(route: (url: string) => void): void {
  const { prefs, paused, helpOpen } = useStores();
  useEffect(() => {
    let state = NO_KEYS;
    function act(name: Act): void {
      if (perform(name)) return;
      if (name === "help") helpOpen.value = true;
      if (name === "pause") paused.value = !paused.peek();
      if (name === "next") walkCalls(1);
      if (name === "previous") walkCalls(-1);
      if (name === "go_floor") route("/");
      if (name === "go_agent") route("/agents");
      if (name === "go_routes") route("/routes");
      if (name === "go_connection") route("/connection");
    }
    function press(event: KeyboardEvent): void {
      if (!prefs.shortcuts.peek() || document.querySelector("dialog[open]")) return;
      const result = stepKeys(state, {
        key: event.key,
        modified: event.ctrlKey || event.altKey || event.metaKey,
        typing: event.target instanceof Element &&
          event.target.closest("input, textarea, select, [contenteditable]") !== null,
      });
      state = result.state;
      if (!result.act) return;
      event.preventDefault();
      act(result.act);
    }
    addEventListener("keydown", press);
    return () => removeEventListener("keydown", press);
  }, []);
}
