// Wer angemeldet ist, im Rahmen der Konsole.
import type { ME_TEXTS } from "../me.ts";

export const me: typeof ME_TEXTS = {
  signedInAs: "Angemeldet als",
  yours: "Konto und dieser Browser",
  settings: "Einstellungen",
  signOut: "Abmelden",
};
