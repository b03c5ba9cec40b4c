// What an address of signing in brings along in its fragment, which no server's log ever holds. Wiped once it is read.

export type Arrival =
  | { kind: "code"; code: string }
  | { kind: "invite"; code: string }
  | { kind: "oidc"; trouble: string }
  | null;

export function arrivalOf(hash: string): Arrival {
  const params = new URLSearchParams(hash.replace(/^#/, ""));
  const code = params.get("code");
  if (code) return { kind: "code", code };
  const invite = params.get("invite");
  if (invite) return { kind: "invite", code: invite };
  const trouble = params.get("oidc");
  return trouble ? { kind: "oidc", trouble } : null;
}

export function takeArrival(): Arrival {
  if (location.pathname !== "/sign-in") return null;
  const arrival = arrivalOf(location.hash);
  if (arrival) history.replaceState(null, "", location.pathname + location.search);
  return arrival;
}

/** The page to go on at, when signing in leads over another site. */
export function wanted(): string {
  const { pathname, search } = location;
  return pathname === "/sign-in" ? "/" : pathname + search;
}
