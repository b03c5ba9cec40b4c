// What the terminal shows at start: the addresses, how to sign in, and who answers the calls.
import { LEAVING_TRANSCRIPTION, LEAVING_TRANSCRIPTION_DAY } from "../config/readers.ts";
import type { FleetStatus } from "../contract/fleet.ts";

export interface BannerFacts {
  consoleUrl: string;
  audiohookUrl: string;
  /** Where other phone systems dial, those that are open. */
  doors: readonly { name: string; address: string }[];
  signInLink: string;
  /** The Genesys key, when it was made in this start; shown once. */
  madeKey: string | null;
  keyPlace: string;
  /** Where there may be several. */
  instance: { name: string; id: string; bus: "postgres" | "nats"; busConnected: boolean } | null;
  answeredBy: "openai" | "stand-in";
  baseUrl: string;
  /** Writes down calls between people. */
  transcriptionModel: string;
  /** Keys for which no signature is asked. */
  unsignedKeys: number;
}

/** As it stands at start, before anybody else was heard. */
export function ownInstance(fleet: FleetStatus | null): BannerFacts["instance"] {
  const me = fleet?.instances.find(({ me }) => me);
  if (!fleet || !me) return null;
  const { bus, busConnected } = fleet;
  return { name: me.name, id: me.id, bus, busConnected };
}

export function readBanner(facts: BannerFacts): string {
  const lines = [
    "",
    "Hookline is running.",
    "",
    `  Console   ${facts.consoleUrl}`,
    `  Genesys   ${facts.audiohookUrl}`,
    `            ${facts.audiohookUrl}/transcribe   for calls between people, to be written down`,
    ...facts.doors.map(({ name, address }) => `  ${name.padEnd(9)} ${address}`),
    ...instanceLines(facts.instance),
    "",
    "  Sign in to the console with this link (works once, for ten minutes):",
    `  ${facts.signInLink}`,
    "",
  ];
  if (facts.madeKey !== null) {
    lines.push(
      `  API key for Genesys (made now, kept in ${facts.keyPlace}, shown once): ${facts.madeKey}`,
      "",
    );
  }
  lines.push(
    facts.answeredBy === "stand-in"
      ? "  Calls are answered by the built-in stand-in: OPENAI_API_KEY is not set. Nothing leaves this machine."
      : `  Calls are answered by the model at ${new URL(facts.baseUrl).host}.`,
  );
  if (facts.unsignedKeys > 0) {
    lines.push(
      "  Signatures are not required: whoever knows the API key can call. Set GENESYS_AUDIOHOOK_SECRET to require them.",
    );
  }
  if (LEAVING_TRANSCRIPTION.test(facts.transcriptionModel)) {
    lines.push(
      `  ${facts.transcriptionModel} (OPENAI_TRANSCRIPTION_MODEL) is switched off by its provider on ${LEAVING_TRANSCRIPTION_DAY}. Use gpt-transcribe or gpt-live-transcribe.`,
    );
  }
  lines.push("");
  return lines.join("\n");
}

function instanceLines(instance: BannerFacts["instance"]): string[] {
  if (instance === null) return [];
  const bus = instance.bus === "nats" ? "NATS" : "the database";
  return [
    "",
    `  Instance  ${instance.name} (${instance.id}): one of those that share DATABASE_URL`,
    instance.busConnected
      ? `            They hear each other by ${bus}.`
      : `            It hears none of the others yet: ${bus} cannot be reached, or refuses it (deno task doctor).`,
  ];
}
