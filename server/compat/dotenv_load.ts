// Stands in for @std/dotenv/load: reads .env of the working directory into the environment.
// A variable that is already set wins; a missing file is no error.

let text: string | null = null;
try {
  text = Deno.readTextFileSync(".env");
} catch (error) {
  if (!(error instanceof Deno.errors.NotFound)) throw error;
}
if (text !== null) {
  // Asked for only here: Deno Deploy, where there is no such file, runs an older Deno without it.
  const { parseEnv } = await import("node:util");
  for (const [name, value] of Object.entries(parseEnv(text))) {
    if (value !== undefined && Deno.env.get(name) === undefined) Deno.env.set(name, value);
  }
}
