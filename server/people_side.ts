// People's side of the server: who may sign in, by what, and what they did. Part of app.ts.
import { createAudit } from "./audit/audit.ts";
import type { Clock } from "./clock.ts";
import type { Config } from "./config/config.ts";
import type { Fleet } from "./fleet/fleet.ts";
import { fleetSignInCodes, shareSpentFlows } from "./across/sign_in.ts";
import { OneUseCode } from "./http/admission/one_use_code.ts";
import { openSessions } from "./http/admission/sessions.ts";
import { keptOnce } from "./kept_once.ts";
import type { Log } from "./observe/log.ts";
import { openApiTokens } from "./people/api_tokens.ts";
import { Lookups } from "./people/lookups.ts";
import { createOidcDoor } from "./people/oidc_door.ts";
import { newFlowKey, OidcFlows } from "./people/oidc_flows.ts";
import { createPasswords } from "./people/passwords.ts";
import { openPeople } from "./people/people.ts";
import type { Store } from "./store/store.ts";

export interface PeopleSideOptions {
  config: Config;
  store: Store;
  fleet: Fleet;
  clock: Clock;
  log: Log;
}

/** What the admin API needs of it; `audit.stop()` writes what waits. */
export type PeopleSide = Awaited<ReturnType<typeof openPeopleSide>>;

export async function openPeopleSide({ config, store, fleet, clock, log }: PeopleSideOptions) {
  const lookups = store.shared ? new Lookups(clock) : null;
  const people = await openPeople({ store, passwords: createPasswords(), clock, log, lookups });
  const { OIDC_ISSUER: issuer } = config;
  const settings = {
    issuer,
    clientId: config.OIDC_CLIENT_ID,
    clientSecret: config.OIDC_CLIENT_SECRET,
    name: config.OIDC_NAME,
    scopes: config.OIDC_SCOPES,
    roles: { claim: config.OIDC_ROLES_CLAIM, gives: config.OIDC_ROLES },
  };
  async function openOidc() {
    const flows = new OidcFlows(clock, await keptOnce(store, "oidc_flow_key", newFlowKey));
    shareSpentFlows(fleet, flows);
    return createOidcDoor({ settings, book: people.book, flows, clock, log });
  }
  return {
    signInCode: fleetSignInCodes(fleet, new OneUseCode(clock)),
    adminToken: config.ADMIN_TOKEN,
    publicOrigins: config.PUBLIC_URL === "" ? [] : [new URL(config.PUBLIC_URL).origin],
    trustedProxies: config.TRUSTED_PROXIES,
    people,
    tokens: await openApiTokens({ store, clock, log, lookups }),
    audit: createAudit({ store, clock, log }),
    sessions: await openSessions({ store, clock, log, lookups }),
    oidc: issuer === "" ? null : await openOidc(),
  };
}
