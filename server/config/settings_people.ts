// Settings of signing in by an identity provider. They are part of SETTINGS (settings.ts).
import { oidcIssuer, oidcRoles, text } from "./readers.ts";
import { setting } from "./setting.ts";

export const PEOPLE_SETTINGS = {
  OIDC_ISSUER: setting({
    read: oidcIssuer,
    fallback: "",
    words: "Identity provider (OpenID Connect) that people sign in by; empty: none",
  }),
  OIDC_CLIENT_ID: setting({
    read: text,
    fallback: "",
    words: "This server's client at the provider",
  }),
  OIDC_CLIENT_SECRET: setting({
    read: text,
    fallback: "",
    secret: true,
    words: "Its secret; empty: a public client",
  }),
  OIDC_NAME: setting({
    read: text,
    fallback: "Single sign-on",
    words: "What the button calls the provider",
  }),
  OIDC_SCOPES: setting({
    read: text,
    fallback: "openid profile email",
    words: "Scopes that are asked for",
  }),
  OIDC_ROLES_CLAIM: setting({
    read: text,
    fallback: "",
    words: "Claim that tells roles, such as groups or realm_access.roles; empty: admins give them",
  }),
  OIDC_ROLES: setting({
    read: oidcRoles,
    fallback: [] as ReturnType<typeof oidcRoles>,
    words: "Which of its values gives which role: cc-admins=admin,cc-leads=supervisor",
  }),
} as const;
