// What the terminal shows at start: the addresses, how to sign in, and who answers the calls.
import { LEAVING_TRANSCRIPTION, LEAVING_TRANSCRIPTION_DAY } from "./config_readers.ts";

export interface BannerFacts {
  consoleUrl: string;
  audiohookUrl: string;
  /** Where other phone systems dial, those that are open. */
  doors: readonly { name: string; address: string }[];
  signInLink: string;
  /** The Genesys key, when it was made in this start; shown once. */
  madeKey: string | null;
  keyPlace: string;
  answeredBy: "openai" | "stand-in";
  baseUrl: string;
  /** Writes down calls between people. */
  transcriptionModel: string;
  /** Keys for which no signature is asked. */
  unsignedKeys: number;
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
