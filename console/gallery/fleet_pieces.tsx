// A server of several instances: who is there and how full, who is not heard, whose calls may be out of date.
import { useState } from "preact/hooks";
import type { FleetStatus } from "../../server/contract/fleet.ts";
import { CALL_ABILITIES } from "../../server/contract/command_kinds.ts";
import { sampleFleet as fleetOf, sampleInstance } from "../live/sample_fleet.ts";
import { AlertBand } from "../parts/alerts.tsx";
import { CallAway } from "../parts/call_away.tsx";
import { CallCard } from "../parts/call_card.tsx";
import { FleetBanners } from "../parts/fleet_banners.tsx";
import { Instances } from "../parts/instances.tsx";
import { StoresContext } from "../stores.ts";
import { galleryCall } from "./calls_pieces.tsx";
import { gallerySnapshot } from "./gallery_snapshot.ts";
import { galleryStores } from "./gallery_stores.ts";
import { Piece } from "./piece.tsx";
import { GalleryDock } from "./step_in_pieces.tsx";

const nowMs = Date.now();
const since = { startedAtMs: nowMs - 7_260_000 };
const LISBON = sampleInstance("b", { ...since, name: "lisbon-2", calls: 71 });
const PORTO = sampleInstance("c", { ...since, name: "porto-1", calls: 98, lagMs: 180 });
const ME = sampleInstance("a", { ...since, name: "faro-1", me: true });

function sampleFleet(
  others: FleetStatus["instances"],
  change: Partial<FleetStatus> = {},
): FleetStatus {
  return { ...fleetOf([], change), instances: [ME, ...others] };
}

const FLEETS: readonly (readonly [string, FleetStatus])[] = [
  ["all is well", sampleFleet([LISBON, PORTO])],
  [
    "a roll-out",
    sampleFleet([
      { ...LISBON, draining: true, calls: 3 },
      { ...PORTO, version: "1.3.0", startedAtMs: nowMs - 40_000, calls: 0, lagMs: 4 },
    ]),
  ],
  ["one is not heard", sampleFleet([{ ...LISBON, heard: false }, PORTO])],
  [
    "the bus is away",
    sampleFleet([{ ...LISBON, heard: false }, { ...PORTO, heard: false }], {
      busConnected: false,
    }),
  ],
  ["one is gone", sampleFleet([PORTO])],
];

export function FleetPieces() {
  return <>{FLEETS.map(([name, fleet]) => <OneFleet key={name} {...{ name, fleet }} />)}</>;
}

/** With models of its own, as a console of this fleet has them. */
function OneFleet({ name, fleet }: { name: string; fleet: FleetStatus }) {
  const [{ stores, call }] = useState(() => storesOf(fleet));
  return (
    <StoresContext.Provider value={stores}>
      <Piece title={`Instances: ${name}`}>
        <AlertBand />
        <FleetBanners />
        <Instances fleet={{ ...fleet, instances: [...fleet.instances] }} status={fleet} />
        <CallAway call={call} />
        <ul class="cards">
          <li>
            <CallCard nowMs={nowMs} floorCall={{ call, forming: {} }} />
          </li>
        </ul>
        {name === "one is not heard" && <GalleryDock call={call} />}
      </Piece>
    </StoresContext.Provider>
  );
}

function storesOf(fleet: FleetStatus) {
  const stores = galleryStores();
  const call = galleryCall({ instance: LISBON.id, can: [...CALL_ABILITIES] });
  const { status, ...rest } = gallerySnapshot();
  const slow = fleet.instances.filter(({ lagMs }) => lagMs > 100);
  const alerts = slow.map(({ name, lagMs }) => ({
    ...{ id: "slow", kind: "held_up" as const, sinceMs: nowMs, instance: name },
    facts: { lagMs: String(lagMs) },
  }));
  stores.floor.apply({
    event: "snapshot",
    data: { ...rest, calls: [call], status: { ...status, alerts, fleet } },
  });
  return { stores, call };
}
