// Stepping into calls that this instance of the server carries: the port of the admin API without waiting. Types only.
import type { StepIn, Unreached } from "./http/admin_deps.ts";

export type OwnStepIn = {
  [Act in keyof StepIn]: (
    ...asked: Parameters<StepIn[Act]>
  ) => Exclude<Awaited<ReturnType<StepIn[Act]>>, Unreached>;
};
