// What openid-client throws, as one of our codes, and a short code for the log. Pure; it knows the errors by their
// names and fields, so that it loads nothing.
import type { OidcTrouble } from "../contract/oidc_troubles.ts";

const BY_PROVIDER: Readonly<Record<string, OidcTrouble>> = {
  server_error: "provider_down",
  temporarily_unavailable: "provider_down",
  invalid_request: "misconfigured",
  unauthorized_client: "misconfigured",
  unsupported_response_type: "misconfigured",
  invalid_scope: "misconfigured",
  invalid_client: "misconfigured",
};

export function oidcTroubleOf(
  error: unknown,
  at: "begin" | "finish",
): { why: OidcTrouble; code: string } {
  const { name = "", code, error: said } = fieldsOf(error);
  const provider = typeof said === "string" && /^[a-z_]{1,40}$/.test(said) ? said : "";
  switch (code) {
    case "OAUTH_AUTHORIZATION_RESPONSE_ERROR":
      return { why: BY_PROVIDER[provider] ?? "refused", code: provider || "other" };
    case "OAUTH_RESPONSE_BODY_ERROR":
      return { why: BY_PROVIDER[provider] ?? "not_valid", code: provider || "other" };
    case "OAUTH_WWW_AUTHENTICATE_CHALLENGE":
      return { why: "misconfigured", code };
    case "OAUTH_TIMEOUT":
    case "OAUTH_ABORT":
    case "OAUTH_RESPONSE_IS_NOT_CONFORM":
    case "OAUTH_RESPONSE_IS_NOT_JSON":
      return { why: "provider_down", code };
    case "OAUTH_MISSING_SERVER_METADATA":
    case "OAUTH_INVALID_SERVER_METADATA":
      return { why: "misconfigured", code };
    // The provider's name for itself; later, whom it tells of.
    case "OAUTH_JSON_ATTRIBUTE_COMPARISON_FAILED":
      return { why: at === "begin" ? "misconfigured" : "not_valid", code };
  }
  if (typeof code === "string") return { why: "not_valid", code };
  // How fetch says that nobody is there.
  if (error instanceof TypeError) return { why: "provider_down", code: "unreachable" };
  return { why: "not_valid", code: String(name) };
}

function fieldsOf(error: unknown): { name?: unknown; code?: unknown; error?: unknown } {
  return typeof error === "object" && error !== null ? error : {};
}
