// Of a call that another instance carries, in German.
import type { FLEET_TEXTS } from "../fleet.ts";

export const fleet: typeof FLEET_TEXTS = {
  away: "nicht gehört",
  awayHint: "Von der Instanz, die diesen Anruf führt, ist nichts zu hören",
};
