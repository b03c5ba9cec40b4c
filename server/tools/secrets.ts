// Puts secrets where a setting names them, `{{secret.NAME}}`. Pure; the values come from the server's settings.

const PLACE = /\{\{\s*secret\.([A-Z][A-Z0-9_]*)\s*\}\}/g;

/** `missing`: the first name that no secret has. */
export function fillSecrets(
  text: string,
  secrets: ReadonlyMap<string, string>,
): { ok: true; text: string } | { ok: false; missing: string } {
  for (const [, name = ""] of text.matchAll(PLACE)) {
    if (!secrets.has(name)) return { ok: false, missing: name };
  }
  return { ok: true, text: text.replaceAll(PLACE, (_, name: string) => secrets.get(name) ?? "") };
}
