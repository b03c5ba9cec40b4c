// The places of the console: one list for the rail, the keys and the palette. Pure.
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
  { href: "/", name: "Floor", also: "live calls home", act: "go_floor", rail: true },
  { href: "/history", name: "History", also: "past calls search", act: "go_history", rail: true },
  { href: "/agents", name: "Agents", also: "prompts voices", act: "go_agent", rail: true },
  { href: "/routes", name: "Routes", also: "numbers", act: "go_routes", rail: true },
  {
    href: "/connection",
    name: "Connection",
    also: "health addresses diagnostics version Genesys",
    act: "go_connection",
    rail: true,
  },
  { href: "/wall", name: "Wall", also: "big screen wallboard", act: null, rail: false },
];

/** Whether a path belongs to the place; the page of a call belongs to the floor. */
export function isUnder(path: string, { href }: Place): boolean {
  if (href === "/") return path === "/" || path.startsWith("/calls/");
  return path === href || path.startsWith(`${href}/`);
}
