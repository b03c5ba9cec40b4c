// What may be claimed of a call that another instance of the server carries. Pure; of a server that is alone every call
// is near.
import type { FleetInstance, FleetStatus } from "../../server/contract/fleet.ts";

type Fleet = FleetStatus | undefined;

/**
 * Nothing is heard of who carries the call: what is shown of it may be out of date, and nothing can be asked of it.
 * `instance`: of the call; "": there is only one.
 */
export function isAway(fleet: Fleet, instance: string): boolean {
  // Calls that were kept before there were several have none at all.
  if (!fleet || !instance) return false;
  const carrier = fleet.instances.find(({ id }) => id === instance);
  if (!carrier) return true;
  return !carrier.me && !isHeard(fleet, carrier);
}

export function isHeard({ busConnected }: FleetStatus, { heard, me }: FleetInstance): boolean {
  return me || busConnected && heard;
}

/**
 * For people; where two have the same name, with the id. Of one that is gone, what its id keeps of its name; "": that is
 * nothing, or the server was alone.
 */
export function instanceName(fleet: Fleet, instance: string): string {
  const found = fleet?.instances.find(({ id }) => id === instance);
  if (found) return nameAmong(fleet?.instances ?? [], found);
  return /^(.+)-[a-z0-9]{4}$/.exec(instance)?.[1] ?? "";
}

/** It is one of those that are there, heard or not. */
export function isThere(fleet: Fleet, instance: string): boolean {
  return fleet?.instances.some(({ id }) => id === instance) ?? false;
}

type Named = Pick<FleetInstance, "id" | "name">;

export function nameAmong(all: readonly Named[], { id, name }: Named): string {
  const twice = all.some((other) => other.name === name && other.id !== id);
  return twice || name === "" ? `${name} (${id})`.trim() : name;
}
