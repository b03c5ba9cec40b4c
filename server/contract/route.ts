// Which agent answers which call. Server and console agree on it; the decision itself is pure.
import { z } from "zod";
import { LIMITS } from "./agent_limits.ts";

/** Text to match: "*" stands for any characters; "": anything. Case does not count. */
const pattern = z.string().trim().max(200);

/** All conditions that are given must hold. */
const routeSchema = z.strictObject({
  name: z.string().trim().min(1).max(LIMITS.nameChars),
  agentId: z.string().min(1).max(60),
  /** The number or address that was dialled, such as "+4930*". */
  called: pattern,
  /** The path of the connection's address, or its last part, which is the connector's id. */
  path: pattern,
  /** A variable of the call; `name` "": none. */
  variable: z.strictObject({ name: z.string().trim().max(128), value: pattern }),
}).meta({ id: "Route" });

/** The first route that fits wins; where none does, the default agent answers. */
export const routeTableSchema = z.strictObject({
  defaultAgentId: z.string().min(1).max(60),
  routes: z.array(routeSchema).max(LIMITS.routes),
}).meta({ id: "RouteTable" });

/** What is known of a call when its agent is chosen. */
export const routeQuerySchema = z.strictObject({
  called: z.string().max(500).default(""),
  /** Path and query that were dialled. */
  address: z.string().max(2000).default(""),
  variables: z.record(z.string(), z.string()).default({}),
}).meta({ id: "RouteQuery" });

export type Route = z.infer<typeof routeSchema>;
export type RouteTable = z.infer<typeof routeTableSchema>;
export type RouteQuery = z.infer<typeof routeQuerySchema>;

/** Which agent takes a call, and by which route. */
export const routeDecisionSchema = z.object({
  agentId: z.string(),
  agentName: z.string(),
  version: z.int(),
  /** Name of the route; null: the default. */
  route: z.string().nullable(),
  /** In a sentence, for people. */
  because: z.string(),
}).meta({ id: "RouteDecision" });
export type RouteDecision = z.infer<typeof routeDecisionSchema>;
