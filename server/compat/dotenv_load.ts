// Stands in for @std/dotenv/load: reads .env of the working directory into the environment.
// A variable that is already set wins; a missing file is no error.
import { parseEnv } from "node:util";

let text = "";
try {
  text = Deno.readTextFileSync(".env");
} catch (error) {
  if (!(error instanceof Deno.errors.NotFound)) throw error;
}
for (const [name, value] of Object.entries(parseEnv(text))) {
  if (value !== undefined && Deno.env.get(name) === undefined) Deno.env.set(name, value);
}
