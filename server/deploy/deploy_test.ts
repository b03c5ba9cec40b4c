// What is in the examples of this folder: settings that there are, and secrets that are nobody's.
import { assert, assertEquals } from "@std/assert";
import { SETTINGS } from "../config/settings.ts";

const read = (name: string) => Deno.readTextFile(new URL(name, import.meta.url));
/** Of PostgreSQL's image, of Compose itself, and of the proxy. */
const NOT_OURS = /^(POSTGRES_\w+|HTTP_PORT|HOOKLINE_(ONE|TWO)|INSTANCE|APP_URL)$/;

function unknown(names: Iterable<string>): string[] {
  return [...new Set(names)].filter((name) => !(name in SETTINGS) && !NOT_OURS.test(name));
}

const all = (text: string, pattern: RegExp) => text.matchAll(pattern).map(([, name]) => name!);

Deno.test("every setting in the examples exists", async () => {
  const compose = await read("compose.yaml");
  const app = await read("app.yaml");
  const fly = await read("fly.toml");
  const settings = [
    ...all(compose, /^ {2,}([A-Z][A-Z_]+):/gm),
    ...all(compose, /\$\{([A-Z_]+)/g),
    ...all(await read("compose.env.example"), /^([A-Z_]+)=/gm),
    ...all(app, /key: ([A-Z_]+)/g),
    ...all(fly, /^([A-Z_]+) = /gm),
    ...all(fly, /\b([A-Z_]{4,})=…/g),
  ];
  assert(settings.length > 30, `${settings.length}`);
  assertEquals(unknown(settings), []);
});

Deno.test("a server is given longer to stop than its calls to end", async () => {
  const seconds = (text: string, pattern: RegExp) => Number(pattern.exec(text)?.[1]);
  const compose = await read("compose.yaml");
  const app = await read("app.yaml");
  const fly = await read("fly.toml");
  const FAILURE_PATH_S = 15;
  for (
    const [drain, grace] of [
      [seconds(compose, /DRAIN_SECONDS: (\d+)/), seconds(compose, /stop_grace_period: (\d+)s/)],
      [seconds(app, /DRAIN_SECONDS, value: "(\d+)"/), seconds(app, /grace_period_seconds: (\d+)/)],
      [seconds(fly, /DRAIN_SECONDS = "(\d+)"/), seconds(fly, /kill_timeout = (\d+)/)],
    ] as const
  ) assert(drain + FAILURE_PATH_S <= grace, `${drain} ${grace}`);
});

Deno.test("Deno Deploy and the image start the same program", async () => {
  const { deploy, tasks } = JSON.parse(await read("../../deno.json"));
  assertEquals(deploy.runtime, { type: "dynamic", entrypoint: "server/main.ts" });
  assert((await read("../../Dockerfile")).includes(`"${deploy.runtime.entrypoint}"]`));
  assert(deploy.build.replace("deno task ", "") in tasks);
});

Deno.test("the secrets that compose.yaml reads do not get into the image", async () => {
  const ignored = (await read("../../.dockerignore")).split("\n");
  assert(ignored.includes("**/.env"));
});
