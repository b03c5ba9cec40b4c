// Does what was chosen in the palette, as if it had been done on the page itself.
import type { Deed } from "./palette_entries.ts";
import type { Stores } from "../../stores.ts";
import { leaveFor } from "../leaving.ts";
import { runAct } from "../run_act.ts";
import type { FoundAct } from "./page_acts.ts";

export function doDeed(
  deed: Deed,
  { stores, route, page }: {
    stores: Stores;
    route: (url: string) => void;
    page: readonly FoundAct[];
  },
): void {
  const { prefs, session } = stores;
  switch (deed.do) {
    case "press": {
      const element = page[deed.at]?.element;
      // What has left the page meanwhile can no longer be meant.
      if (!element?.isConnected) return;
      element.focus();
      return element.click();
    }
    case "act":
      return runAct(deed.act, { stores, route });
    case "go":
      return leaveFor(deed.href, route);
    case "scheme":
      prefs.scheme.value = deed.scheme;
      return;
    case "language":
      prefs.language.value = deed.language;
      return;
    case "switch":
      prefs[deed.what].value = !prefs[deed.what].peek();
      return;
    case "sign_out":
      return void session.signOut();
  }
}
