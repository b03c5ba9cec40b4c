// Who is signed in on a stage that has no sessions: somebody who may do everything.
import type { Me, SignInWays } from "../contract/person.ts";
import { PERMISSIONS, ROLES } from "../contract/role.ts";

export const STAGE_SESSION: {
  signedIn: true;
  version: string;
  answeredBy: "stand-in";
  me: Me;
  ways: SignInWays;
} = {
  signedIn: true,
  version: "0",
  answeredBy: "stand-in",
  me: { name: "Ada", personId: "ada", roles: [...ROLES], may: [...PERMISSIONS] },
  ways: { password: true, oidc: null, token: true },
};
