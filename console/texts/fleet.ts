// Of a call that another instance of the server carries.
import { texted } from "./language.ts";

export const FLEET_TEXTS = texted("fleet", {
  /** A tag. */
  away: "not heard",
  awayHint: "Nothing is heard of the instance that carries this call",
});
