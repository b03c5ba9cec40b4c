// Puts the admin API together: headers, admission, origin check, body limits, then one route file per
// resource, and the console's files behind it all. Holds no route of its own.
import { Hono } from "hono";
import { methodNotAllowed } from "hono/method-not-allowed";
import type { AdminDeps, AdminEnv } from "./admin_deps.ts";
import { admission, countAsUse } from "./admission/admission.ts";
import { agentEditsRoutes } from "./agent_edits_routes.ts";
import { permission } from "./admission/permission.ts";
import { Standing } from "./admission/standing.ts";
import { agentsRoutes } from "./agents_routes.ts";
import { auditRoutes } from "./audit_routes.ts";
import { bodyLimit } from "./body_limit.ts";
import { callsRoutes } from "./calls_routes.ts";
import { commandRoutes } from "./command_routes.ts";
import { consoleFiles } from "./console_files.ts";
import { eventsRoute } from "./events_route.ts";
import { fromProxy } from "./from_proxy.ts";
import { handRoutes } from "./hand_routes.ts";
import { healthRoutes } from "./health_routes.ts";
import { noticeRoutes } from "./notice_routes.ts";
import { oidcRoutes } from "./oidc_routes.ts";
import { openapiRoute } from "./openapi_route.ts";
import { originCheck } from "./origin_check.ts";
import { passwordRoutes } from "./password_routes.ts";
import { peopleRoutes } from "./people_routes.ts";
import { notFound, onFault, refuse } from "./problems.ts";
import { recordingRoutes } from "./recording_routes.ts";
import { routeTableRoutes } from "./route_table_routes.ts";
import { neverStored, securityHeaders } from "./security_headers.ts";
import { serverHealthRoute } from "./server_health_route.ts";
import { sessionRoutes } from "./session_routes.ts";
import { settingsRoutes } from "./settings_routes.ts";
import { soundRoute } from "./sound_route.ts";
import { statusRoutes } from "./status_routes.ts";
import { testCallRoutes } from "./test_call_routes.ts";
import { testLineRoute } from "./test_line_route.ts";
import { tokenRoutes } from "./token_routes.ts";
import { toolboxRoutes } from "./toolbox_routes.ts";
import { voiceRoutes } from "./voice_routes.ts";
import { deliveryRoutes, webhookRoutes } from "./webhook_routes.ts";

/** An agent's settings with all their tools, or the whole table of routes. */
const CONFIG_BYTES = 512 * 1024;
/** One tool with its schema and arguments, or the variables of one call. */
const TRY_BYTES = 64 * 1024;
const OTHER_BYTES = 16 * 1024;

/**
 * The app. Ask it by serve_admin.ts, or where no WebSocket is wanted by `fetch(request, { remoteAddress })`, with the address of the socket's other end:
 * without it nothing counts as local and all strangers share one limit.
 */
export function createAdminApi(deps: AdminDeps): Hono<AdminEnv> {
  const api = apiRoutes(deps);
  const site = new Hono<AdminEnv>();
  site.use(only405(site));
  return new Hono<AdminEnv>()
    .use(securityHeaders())
    .use(fromProxy(deps.trustedProxies))
    .route("/", api)
    .route("/", site.route("/", healthRoutes(deps)).route("/", consoleFiles(deps)))
    .notFound(notFound)
    .onError(onFault(deps.log));
}

function apiRoutes(given: AdminDeps): Hono<AdminEnv> {
  const deps = { ...given, standing: new Standing(given) };
  const guarded = new Hono<AdminEnv>();
  guarded.use("/api/*", neverStored());
  guarded.use("/api/*", admission(deps));
  guarded.use("/api/*", originCheck(deps.publicOrigins));
  guarded.use("/api/*", permission());
  guarded.use("/api/*", countAsUse(deps));
  guarded.use("/api/*", bodyLimit({ clock: deps.clock, maxBytes }));
  guarded.use("/api/*", only405(guarded));
  const api = guarded
    .route("/", sessionRoutes(deps))
    .route("/", passwordRoutes(deps))
    .route("/", oidcRoutes(deps))
    .route("/", peopleRoutes(deps))
    .route("/", tokenRoutes(deps))
    .route("/", auditRoutes(deps))
    .route("/", statusRoutes(deps))
    .route("/", serverHealthRoute(deps))
    .route("/", eventsRoute(deps))
    .route("/", callsRoutes(deps))
    .route("/", recordingRoutes(deps))
    .route("/", commandRoutes(deps))
    .route("/", soundRoute(deps))
    .route("/", handRoutes(deps))
    .route("/", noticeRoutes(deps))
    .route("/", testCallRoutes(deps))
    .route("/", testLineRoute(deps))
    .route("/", agentsRoutes(deps))
    .route("/", agentEditsRoutes(deps))
    .route("/", routeTableRoutes(deps))
    .route("/", toolboxRoutes(deps))
    .route("/", voiceRoutes(deps))
    .route("/", settingsRoutes(deps))
    .route("/", webhookRoutes(deps))
    .route("/", deliveryRoutes(deps))
    .route("/", openapiRoute(() => guarded, () => deps.status().version));
  // Or else an unknown address of the API would get the console's page.
  guarded.all("/api/*", notFound);
  return api;
}

function maxBytes(path: string): number {
  if (path.endsWith("/draft") || path === "/api/preview" || path === "/api/routes") {
    return CONFIG_BYTES;
  }
  return path === "/api/tools/try" || path === "/api/routes/test" ? TRY_BYTES : OTHER_BYTES;
}

function only405(app: Hono<AdminEnv>) {
  return methodNotAllowed<AdminEnv>({
    app,
    onMethodNotAllowed: (c, methods) => {
      c.header("Allow", methods.join(", "));
      return refuse(c, "method_not_allowed", `This address takes ${methods.join(", ")} only.`);
    },
  });
}
