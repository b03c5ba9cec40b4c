// Every word of the screen on the wall.
import { texted } from "./language.ts";
import { plural } from "./numbers.ts";

export const WALL_TEXTS = texted("wall", {
  tab: "Wall",
  title: "Floor, on the wall",
  liveCalls: "Live calls",
  more: (calls: number) => `and ${plural(calls, "more call")}`,
  leave: "Leave the wall",
  awake: "This screen stays awake",
  maySleep: "This browser may let the screen sleep: switch that off in the system",
  agentAsks: "The agent asks the supervisors",
  quiet: "All quiet",
  lastEnded: "The last call ended {when}.",
});
