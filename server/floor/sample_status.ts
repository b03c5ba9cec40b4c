// The server's state for tests of the floor.
import type { ServerStatus } from "../contract/feed.ts";

export const SAMPLE_STATUS: Omit<ServerStatus, "storeTrouble"> = {
  version: "1",
  answeredBy: "stand-in",
  audiohookUrl: "",
  consoleUrl: "",
  signaturesRequired: false,
  draining: false,
  spend: { day: "2023-11-14", usd: 0, budgetUsd: null },
  fallbackReady: false,
  deliveriesWaiting: 0,
  firstRun: { keyAccepted: false, simulatedCall: false, realSocket: false, published: false },
};
