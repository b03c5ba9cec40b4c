// Every word about who is signed in, in the frame of the console. Small: it is on every page.
import { texted } from "./language.ts";

export const ME_TEXTS = texted("me", {
  signedInAs: "Signed in as",
  yours: "You and this browser",
  settings: "Settings",
  signOut: "Sign out",
});
