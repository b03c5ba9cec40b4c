// The fleet of a server that is alone.
import { type Fleet, FleetError } from "./fleet.ts";

const nothing = () => () => {};

export function createLoneFleet(): Fleet {
  const nobody = () => Promise.reject(new FleetError("gone", "There is no other instance"));
  return {
    me: "",
    status: () => null,
    onChange: nothing,
    others: () => [],
    onFound: nothing,
    onGone: nothing,
    leads: true,
    onLeads: nothing,
    mayJudge: true,
    tell() {},
    hear: nothing,
    ask: nobody,
    answer: nothing,
    openLine: nobody,
    onLine: nothing,
    stop: () => Promise.resolve(),
  };
}
