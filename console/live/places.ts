// The places of the console: one list for the rail, the keys and the palette. Pure.
import { PLACE_TEXTS as TEXTS } from "../texts/places.ts";
import type { Act } from "./keys.ts";

export interface Place {
  href: string;
  name: string;
  /** Other words people look for. */
  also: string;
  /** Whose key goes there; null: none does. */
  act: Act | null;
  /** Stands in the rail. */
  rail: boolean;
}

export const PLACES: readonly Place[] = [
  { href: "/", ...TEXTS.floor, act: "go_floor", rail: true },
  { href: "/history", ...TEXTS.history, act: "go_history", rail: true },
  { href: "/agents", ...TEXTS.agents, act: "go_agent", rail: true },
  { href: "/routes", ...TEXTS.routes, act: "go_routes", rail: true },
  {
    href: "/connection",
    ...TEXTS.connection,
    act: "go_connection",
    rail: true,
  },
  {
    href: "/settings",
    ...TEXTS.settings,
    act: "go_settings",
    rail: true,
  },
  { href: "/wall", ...TEXTS.wall, act: null, rail: false },
];

/** Whether a path belongs to the place; the page of a call belongs to the floor. */
export function isUnder(path: string, { href }: Place): boolean {
  if (href === "/") return path === "/" || path.startsWith("/calls/");
  return path === href || path.startsWith(`${href}/`);
}
