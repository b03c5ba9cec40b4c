// Headers that every answer carries. The console needs no inline script, no inline style and no other
// origin, so the policy allows none. Strict-Transport-Security belongs to the proxy that ends TLS.
import { createMiddleware } from "hono/factory";
import { secureHeaders } from "hono/secure-headers";

/** `base-uri 'self'` because the console's page has <base href="/"> for its deep links. */
const CONTENT_SECURITY_POLICY = {
  defaultSrc: ["'none'"],
  scriptSrc: ["'self'"],
  styleSrc: ["'self'"],
  imgSrc: ["'self'", "data:"],
  fontSrc: ["'self'"],
  mediaSrc: ["'self'"],
  connectSrc: ["'self'"],
  baseUri: ["'self'"],
  formAction: ["'self'"],
  frameAncestors: ["'none'"],
};

export function securityHeaders() {
  return secureHeaders({
    contentSecurityPolicy: CONTENT_SECURITY_POLICY,
    // A supervisor who takes a call over speaks with the browser's microphone.
    permissionsPolicy: { microphone: ["self"], camera: false, geolocation: false },
    xFrameOptions: "DENY",
    strictTransportSecurity: false,
    xDownloadOptions: false,
    xPermittedCrossDomainPolicies: false,
  });
}

/** For everything that is about calls or people: no copy in any cache. */
export function neverStored() {
  return createMiddleware(async (c, next) => {
    await next();
    c.header("Cache-Control", "no-store");
  });
}
