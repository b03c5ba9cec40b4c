// The id of a new agent: readable in addresses and records, and never taken already. Pure.

const MAX_CHARS = 40;

/** "Größe & Umzug" is "grosse-umzug", and "grosse-umzug-2" where that is taken. */
export function agentIdFor(name: string, taken: (id: string) => boolean): string {
  const slug = name.replaceAll("ß", "ss").normalize("NFKD").replaceAll(/\p{M}/gu, "").toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "-").slice(0, MAX_CHARS).replaceAll(/^-+|-+$/g, "");
  const wish = slug === "" ? "agent" : slug;
  let id = wish;
  for (let count = 2; taken(id); count++) id = `${wish}-${count}`;
  return id;
}
