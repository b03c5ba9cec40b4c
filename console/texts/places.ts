// The places of the console, and other words people look for them by.
import { texted } from "./language.ts";

export const PLACE_TEXTS = texted("places", {
  floor: { name: "Floor", also: "live calls home" },
  history: { name: "History", also: "past calls search" },
  agents: { name: "Agents", also: "prompts voices" },
  routes: { name: "Routes", also: "numbers" },
  connection: {
    name: "Connection",
    also: "health addresses diagnostics version Genesys",
  },
  settings: {
    name: "Settings",
    also: "people roles tokens webhooks alerts retention audit password language",
  },
  wall: { name: "Wall", also: "big screen wallboard" },
});
