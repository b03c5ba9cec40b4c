// Which variables of a call may be stored and shown, and how. Pure.
import { customerPairs } from "./customer_data.ts";

const SECRET =
  /TOKEN|SECRET|PASSW|PASSCODE|KEY|AUTH|CREDENTIAL|BEARER|IBAN|^(PIN|CARD|CV[CV]|OTP|PWD?$|SSN)|PINS?$/;
const MASK = "…";
const MAX_SHOWN = 100;
const MAX_SHOWN_CHARS = 2048;

/**
 * The variables with their names trimmed; values whose name sounds like a secret, and lists of remote tools
 * (which carry keys), are masked. Inside CUSTOMER_DATA the same holds for each pair.
 */
export function shownVariables(
  variables: Readonly<Record<string, string>>,
): Record<string, string> {
  const shown = new Map<string, string>();
  for (const [rawName, value] of Object.entries(variables)) {
    const name = rawName.trim();
    if (shown.size >= MAX_SHOWN || shown.has(name)) continue;
    shown.set(name, shownValue(name, value).slice(0, MAX_SHOWN_CHARS).toWellFormed());
  }
  return Object.fromEntries(shown);
}

function shownValue(name: string, value: string): string {
  if (HARMLESS.has(name)) return value;
  if (name === "MCP_TOOLS_JSON" || looksSecret(name)) return value === "" ? "" : MASK;
  if (name !== "CUSTOMER_DATA") return value;
  const { pairs } = customerPairs(value);
  return pairs.some((pair) => looksSecret(pair.name))
    ? pairs.map((pair) => `${pair.name}:${looksSecret(pair.name) ? MASK : pair.value}`).join(";")
    : value;
}

/** Documented names that only sound like a secret. */
const HARMLESS: ReadonlySet<string> = new Set([
  "AI_MAX_OUTPUT_TOKENS",
  "OPENAI_MAX_OUTPUT_TOKENS",
]);

/** Rather too many than too few: a masked value can be asked for, a shown one cannot be taken back. */
function looksSecret(name: string): boolean {
  const words = name.replaceAll(/([a-z0-9])([A-Z])/g, "$1 $2").toUpperCase().split(/[^\p{L}]+/u);
  return words.some((word) => SECRET.test(word));
}
