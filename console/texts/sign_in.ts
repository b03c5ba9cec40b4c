// Every word of signing in.
import type { OidcTrouble } from "../../server/contract/oidc_troubles.ts";
import { texted } from "./language.ts";

export const SIGN_IN_TEXTS = texted("sign_in", {
  title: "Sign in",
  claim: "Every call, word by word,",
  claimGoesOn: "as the caller hears it.",
  away: "The server does not answer. This page goes on asking.",
  name: "Sign-in name",
  nameHint: "As in your invitation, often your e-mail address.",
  password: "Password",
  show: "Show the password",
  hide: "Hide the password",
  token: "Admin token",
  tokenHint: "The value of ADMIN_TOKEN, where one was set.",
  act: "Sign in",
  busy: "Signing in…",
  with: (name: string) => `Sign in with ${name}`,
  withAgain: (name: string) => `Sign in with ${name} in a new tab`,
  comeBack: "It opens beside this page. Come back here when you are in.",
  or: "or",
  forgotten: "Forgotten? An admin can send you a new link under Settings, People.",
  link: "Or by the server's terminal",
  linkWords:
    "The server prints a sign-in link in its terminal when it starts. Open it on this computer and you are in.",
  print: "Print a new sign-in link in the server's terminal",
  printed:
    "Look at the server's terminal: a fresh link stands there. It works once, for ten minutes.",
  byToken: "Or with the admin token",
  needs: {
    name: "Enter your sign-in name",
    password: "Enter your password",
    token: "Enter the admin token",
  },
  wrong: "This name and password do not belong together. Look for Caps Lock and try again.",
  wait: (words: string) => `Too many attempts. ${words}`,
  again: {
    title: "Your session has ended",
    words: "Sign in again. This page and all you typed are as you left them.",
  },
  oidc: {
    refused: "The identity provider let nobody in. Try again, or ask whoever looks after it.",
    late: "Signing in took too long, or was begun in another browser. Try again.",
    provider_down: "The identity provider cannot be reached. Try again in a minute.",
    misconfigured:
      "The identity provider does not know this server as it is set up. Whoever runs the server has to look.",
    not_valid: "The answer of the identity provider could not be trusted, so nobody was signed in.",
    no_role: "You are known here, but nobody has given you a role yet. Ask an admin.",
    disabled: "You are known here, but may not sign in any more. Ask an admin.",
    full: "No more people fit on this server. Ask an admin.",
    insecure: "Signing in over plain http works at localhost only. Use https.",
    busy: "Too many tries from here. Wait a minute.",
    not_saved: "The server could not write down that you came in. Try again.",
  } satisfies Record<OidcTrouble, string>,
  otherTrouble: "Signing in with the identity provider did not work. Try again.",
  invite: {
    title: "Welcome to Hookline",
    words: "Choose a password, and you are in. This link works once.",
    password: "New password",
    rules: (least: number) =>
      `At least ${least} characters. A few words in a row are easier to keep in mind than signs.`,
    repeat: "The same once more",
    short: (least: number) => `At least ${least} characters are needed`,
    differ: "The two are not the same",
    act: "Set the password and sign in",
    busy: "Setting it…",
    old:
      "This invitation has been used, is older than seven days, or was replaced by a newer one. Ask an admin for a new link.",
    toSignIn: "To the sign-in",
  },
});
