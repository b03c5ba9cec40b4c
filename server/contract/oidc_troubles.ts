// Why signing in by the identity provider led back to the page of signing in, as #oidc=<code>. Plain values: the
// console imports them.

/**
 * "refused": by the provider, or by the person there; "late": it took longer than ten minutes, or ended in another
 * browser than it began in; "provider_down": the provider cannot be reached; "misconfigured": it does not know this
 * server as it is set up; "not_valid": its answer did not hold; "no_role": they are known, but nobody has given them a
 * role yet; "disabled": an admin has; "full": there are as many people as there may be; "insecure": over plain http
 * elsewhere than at localhost; "busy": too many tries from this address; "not_saved": the server could not write them down.
 */
const OIDC_TROUBLES = [
  "refused",
  "late",
  "provider_down",
  "misconfigured",
  "not_valid",
  "no_role",
  "disabled",
  "full",
  "insecure",
  "busy",
  "not_saved",
] as const;
export type OidcTrouble = (typeof OIDC_TROUBLES)[number];
