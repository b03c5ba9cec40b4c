// Asking another instance over the bus: the bus's faults as the fleet's. No state.
import { type Bus, BusError, type BusFault } from "../bus/bus.ts";
import { FleetError, type FleetFault } from "./fleet.ts";
import { readJson } from "./wire.ts";

export interface Asking {
  instance: string;
  topic: string;
  value: unknown;
  withinMs: number;
}

const FAULTS: Readonly<Record<BusFault, FleetFault>> = {
  nobody: "gone",
  // Nothing has left this instance.
  away: "gone",
  late: "late",
  failed: "failed",
  too_large: "failed",
};

/** The answer's JSON, read. @throws FleetError */
export async function askOver(
  bus: Bus,
  { subject, data, withinMs }: { subject: string; data: Uint8Array; withinMs: number },
): Promise<unknown> {
  try {
    return readJson(await bus.request(subject, data, withinMs));
  } catch (error) {
    if (error instanceof BusError) throw new FleetError(FAULTS[error.code], error.message);
    throw new FleetError("failed", error instanceof Error ? error.message : String(error));
  }
}
