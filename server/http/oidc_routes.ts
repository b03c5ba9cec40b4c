// /api/session/oidc: to the identity provider and back. Whatever goes wrong leads to the page of signing in, with one
// of a closed set of codes.
import { Hono } from "hono";
import type { Context } from "hono";
import { deleteCookie, getCookie, setCookie } from "hono/cookie";
import type { OidcTrouble } from "../contract/oidc_troubles.ts";
import { FLOW_MS } from "../people/oidc_flows.ts";
import type { AdminDeps, AdminEnv } from "./admin_deps.ts";
import { Attempts, OIDC_LIMITS } from "./admission/attempts.ts";
import { enter } from "./admission/enter.ts";
import { transport } from "./admission/session_cookie.ts";
import type { Standing } from "./admission/standing.ts";
import { operation } from "./operation.ts";
import { notFound } from "./problems.ts";
import { addressKey, isLoopbackHost, remoteAddress, requestHost } from "./remote_address.ts";

const CALLBACK = "/api/session/oidc/callback";
const SECURE_COOKIE = "__Host-hookline-oidc";
const PLAIN_COOKIE = "hookline-oidc";
const LONGEST_PATH = 500;
const LONGEST_QUERY = 8000;

type Deps =
  & Pick<AdminDeps, "oidc" | "sessions" | "audit" | "clock" | "log" | "publicOrigins">
  & { standing: Standing };

export function oidcRoutes(deps: Deps) {
  const starts = new Attempts(deps.clock, OIDC_LIMITS);
  const { oidc } = deps;
  return new Hono<AdminEnv>()
    .get(
      "/api/session/oidc",
      operation({
        summary: "Sign in by the identity provider; `to` is the console's path to go on at",
        needs: "anybody",
        tag: "session",
        answers: { 302: { description: "To the provider; or back, with #oidc=<code>" } },
        refusals: ["not_found"],
      }),
      async (c) => {
        if (!oidc || c.req.method === "HEAD") return notFound(c);
        const over = transport(c, deps.publicOrigins);
        if (over === "unsafe") return back(c, "insecure");
        const address = addressKey(remoteAddress(c));
        if (starts.attempt(address) > 0) return back(c, "busy");
        const redirectUri = `${ownOrigin(c, deps.publicOrigins)}${CALLBACK}`;
        const begun = await oidc.begin({ redirectUri, goOn: pathOf(c.req.query("to")) });
        if (!begun.ok) return back(c, begun.why);
        // The provider leads back from another site: a Strict cookie would stay behind.
        setCookie(c, over === "https" ? SECURE_COOKIE : PLAIN_COOKIE, begun.flow, {
          path: "/",
          httpOnly: true,
          sameSite: "Lax",
          secure: over === "https",
          maxAge: FLOW_MS / 1000,
        });
        return c.redirect(begun.url, 302);
      },
    )
    .get(
      CALLBACK,
      operation({
        summary: "Where the identity provider leads back to",
        needs: "anybody",
        tag: "session",
        answers: { 302: { description: "To the console, signed in; or with #oidc=<code>" } },
        refusals: ["not_found"],
      }),
      async (c) => {
        if (!oidc || c.req.method === "HEAD") return notFound(c);
        const over = transport(c, deps.publicOrigins);
        if (over === "unsafe") return back(c, "insecure");
        // Over https a sibling domain could have set the unprefixed name, to lead somebody into another's session.
        const flow = getCookie(c, over === "https" ? SECURE_COOKIE : PLAIN_COOKIE) ?? "";
        forget(c);
        const query = new URL(c.req.url).search;
        if (query.length > LONGEST_QUERY) return back(c, "not_valid");
        const came = await oidc.finish({ flow, query });
        if (!came.ok) {
          const { why, person } = came;
          deps.log.info("sign_in_refused", { how: "oidc", why });
          // Of strangers' broken links there would be no end; of people we know there is.
          if (person) {
            const by = { kind: "person", id: person.id, name: person.name } as const;
            const address = remoteAddress(c);
            const detail = { how: "oidc", why };
            deps.audit.note({ act: "sign_in_refused", by, target: person.id, detail, address });
          }
          return back(c, why);
        }
        starts.succeeded(addressKey(remoteAddress(c)));
        deps.log.info("sign_in", { how: "oidc" });
        await enter(c, deps, { personId: came.person.id, how: "oidc", over });
        return c.redirect(came.goOn, 302);
      },
    );
}

function back(c: Context, why: OidcTrouble): Response {
  return c.redirect(`/sign-in#oidc=${why}`, 302);
}

function forget(c: Context): void {
  deleteCookie(c, SECURE_COOKIE, { path: "/", secure: true });
  deleteCookie(c, PLAIN_COOKIE, { path: "/" });
}

/** As it must be registered at the provider: PUBLIC_URL's, or that of this machine. */
function ownOrigin(c: Context<AdminEnv>, publicOrigins: readonly string[]): string {
  const host = requestHost(c);
  const [configured] = publicOrigins;
  return configured ?? `http://${isLoopbackHost(host) ? host : "localhost"}`;
}

/** Only ever a path of ours. */
function pathOf(to = "/"): string {
  const path = /^\/(?![/\\])[\x21-\x7e]*$/.test(to) && to.length <= LONGEST_PATH ? to : "/";
  return path.startsWith("/api/") || path.includes("\\") ? "/" : path;
}
