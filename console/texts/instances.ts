// The instances of the server on the page of its health.
import { texted } from "./language.ts";
import { plural } from "./numbers.ts";

export const INSTANCES_TEXTS = texted("instances", {
  title: "Instances",
  bus: {
    nats: "They hear each other over NATS.",
    postgres: "They hear each other over PostgreSQL.",
  },
  busAway: (bus: string) =>
    `They do not hear each other: ${bus} is away. Figures of others are old.`,
  buses: { nats: "NATS", postgres: "PostgreSQL" },
  rollOut: (versions: string) =>
    `Different versions run: ${versions}. An update is being rolled out.`,
  version: (version: string, instances: number) => `${version} on ${instances}`,
  figuresOf: (name: string) => `What follows is about ${name} alone.`,
  columns: {
    name: "Instance",
    calls: "Calls",
    lag: "Timers late",
    memory: "Memory",
    running: "Running",
    consoles: "Consoles",
    state: "State",
  },
  me: "this one",
  callsOf: (calls: string, most: string) => `${calls} of ${most}`,
  since: (words: string) => `for ${words}`,
  states: {
    takes: "Takes calls",
    full: "Full",
    draining: "About to stop",
    silent: "Not heard",
  },
  silentWords: "Its figures are old",
  drainingWords: (calls: number) => calls === 0 ? "Nothing left" : `${plural(calls, "call")} left`,
});
