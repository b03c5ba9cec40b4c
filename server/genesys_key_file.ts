// The API key for Genesys that is made on the first start, kept as plain text for its owner only.

/** The key in `dataDir`, made when there is none; `made`: it is new and should be shown once. */
export function keptGenesysKey(dataDir: string): { key: string; made: boolean } {
  const path = `${dataDir}/genesys_api_key`;
  try {
    const key = Deno.readTextFileSync(path).trim();
    if (key !== "") return { key, made: false };
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
  const key = crypto.getRandomValues(new Uint8Array(24)).toBase64({ alphabet: "base64url" });
  Deno.mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  Deno.writeTextFileSync(path, `${key}\n`, { mode: 0o600 });
  return { key, made: true };
}
