// Signing in where any instance may get the next request: the code of a printed link is spent by the instance that
// printed it, and a return from the identity provider counts once for all of them.
import type { Fleet } from "../fleet/fleet.ts";
import type { OneUseCode, SignInCodes } from "../http/admission/one_use_code.ts";
import type { OidcFlows } from "../people/oidc_flows.ts";
import { sha256Hex } from "../people/secrets.ts";
import { whose } from "./whose.ts";

const CODE_TOPIC = "sign_in_code";
const CODE_MS = 1000;
const CODE_SHAPE = /^[\w-]{22}$/;
const SPENT_TOPIC = "oidc_spent";

/** Guesses are limited by whoever takes them (session_routes.ts). */
export function fleetSignInCodes(fleet: Fleet, own: OneUseCode): SignInCodes {
  fleet.answer(
    CODE_TOPIC,
    (hash) => Promise.resolve(typeof hash === "string" && own.redeemHash(hash)),
    { neverLate: true },
  );
  return {
    issue: () => own.issue(),
    async redeem(code) {
      if (own.redeem(code)) return true;
      if (fleet.others().length === 0 || !CODE_SHAPE.test(code)) return false;
      // Its hash: what is on the bus signs nobody in.
      const value = sha256Hex(code);
      const printer = await whose(fleet, { topic: CODE_TOPIC, value, withinMs: CODE_MS });
      return typeof printer === "object";
    },
  };
}

/** Where the bus is away, the provider takes each code but once all the same. */
export function shareSpentFlows(fleet: Fleet, flows: OidcFlows): void {
  flows.onSpent((spent) => fleet.tell(SPENT_TOPIC, spent));
  fleet.hear(SPENT_TOPIC, (spent) => {
    if (typeof spent === "string" && spent.length === 64) flows.spentElsewhere(spent);
  });
}
