// The instances of the server, in German.
import type { INSTANCES_TEXTS } from "../instances.ts";
import { plural } from "../numbers.ts";

export const instances: typeof INSTANCES_TEXTS = {
  title: "Instanzen",
  bus: { nats: "Sie hören einander über NATS.", postgres: "Sie hören einander über PostgreSQL." },
  busAway: (bus) =>
    `Sie hören einander nicht: ${bus} ist weg. Die Zahlen der anderen sind nicht mehr aktuell.`,
  buses: { nats: "NATS", postgres: "PostgreSQL" },
  rollOut: (versions) =>
    `Verschiedene Versionen laufen: ${versions}. Eine Aktualisierung ist im Gange.`,
  version: (version, instances) => `${version} auf ${instances}`,
  figuresOf: (name) => `Was folgt, gilt nur für ${name}.`,
  columns: {
    name: "Instanz",
    calls: "Anrufe",
    lag: "Zeitgeber zu spät",
    memory: "Speicher",
    running: "Läuft",
    consoles: "Konsolen",
    state: "Stand",
  },
  me: "diese",
  callsOf: (calls, most) => `${calls} von ${most}`,
  since: (words) => `seit ${words}`,
  states: {
    takes: "Nimmt Anrufe an",
    full: "Voll",
    draining: "Hält gleich an",
    silent: "Nichts zu hören",
  },
  silentWords: "Ihre Zahlen sind alt",
  drainingWords: (calls) =>
    calls === 0 ? "Nichts mehr übrig" : `noch ${plural(calls, "Anruf", "Anrufe")}`,
};
