import { assert, assertEquals } from "@std/assert";
import { readConfig } from "./config.ts";
import { SETTINGS } from "./settings.ts";

const noFile = () => {
  throw new Error("no file");
};
const read = (env: Record<string, string>, readFile: (path: string) => string = noFile) => {
  const result = readConfig(env, readFile);
  assert(result.ok, result.ok ? "" : result.errors.join("; "));
  return result.config;
};
const errors = (env: Record<string, string>, readFile: (path: string) => string = noFile) => {
  const result = readConfig(env, readFile);
  return result.ok ? [] : result.errors;
};

Deno.test("an empty environment gives the defaults", () => {
  const config = read({});
  assertEquals([config.PORT, config.OPENAI_BASE_URL, config.OPENAI_API_KEY], [
    8080,
    "https://api.openai.com/v1",
    "",
  ]);
  assertEquals(config.genesysKeys, []);
});

Deno.test("P-07 everything that is wrong is said at once: names and reasons, never values", () => {
  const found = errors({
    PORT: "eighty",
    OPENAI_BASE_URL: "ftp://secret.example",
    OPENAI_VOICE: "nova",
    OPENAI_MODEL: "gpt-4o-realtime-preview",
    GENESYS_CLIENT_SECRET: "not base64!",
    GENESYS_ORG_ID: "acme",
    GENESYS_KEYS: "{",
    ADMIN_TOKEN: "CANARY with spaces",
    DEBUG: "perhaps",
  });
  const names = [
    "PORT",
    "OPENAI_BASE_URL",
    "OPENAI_VOICE",
    "OPENAI_MODEL",
    "GENESYS_CLIENT_SECRET",
  ];
  names.push("GENESYS_ORG_ID", "GENESYS_KEYS", "ADMIN_TOKEN", "DEBUG");
  assertEquals(found.length, names.length);
  for (const name of names) assert(found.some((error) => error.startsWith(name)), name);
  assert(!/eighty|secret\.example|CANARY|perhaps|acme/.test(found.join()), found.join());
});

Deno.test("a secret may come from a file, but not from two places", () => {
  assertEquals(read({ OPENAI_API_KEY_FILE: "/run/k" }, () => "sk-1\n").OPENAI_API_KEY, "sk-1");
  assertEquals(errors({ OPENAI_API_KEY: "a", OPENAI_API_KEY_FILE: "/run/k" }, () => "b").length, 1);
  assertEquals(errors({ ADMIN_TOKEN_FILE: "/run/k" }).length, 1);
});

Deno.test("a public address has no path: the console and its links live at the root", () => {
  assertEquals(
    read({ PUBLIC_URL: "https://calls.example.com/" }).PUBLIC_URL,
    "https://calls.example.com",
  );
  for (const PUBLIC_URL of ["https://calls.example.com/base", "wss://calls.example.com", "calls"]) {
    assertEquals(errors({ PUBLIC_URL }).length, 1, PUBLIC_URL);
  }
});

Deno.test("proxies are addresses and networks as people write them, not whatever number is an address", () => {
  const trusted = read({ TRUSTED_PROXIES: "127.0.0.1, ::1,10.0.0.0/8" }).TRUSTED_PROXIES;
  assertEquals(trusted, ["127.0.0.1", "::1", "10.0.0.0/8"]);
  for (const wrong of ["7", "10.0.0.0/33", "proxy", "127.0.0.1/"]) {
    assertEquals(errors({ TRUSTED_PROXIES: wrong }).length, 1, wrong);
  }
});

Deno.test("a file that names a setting which is no secret is not read", () => {
  assertEquals(read({ HOST_FILE: "/run/h" }).HOST, "127.0.0.1");
});

Deno.test("A-17 keys for rotation and tenants come as JSON beside the simple one", () => {
  const org = "11111111-2222-4333-8444-555555555555";
  const config = read({
    GENESYS_API_KEY: "first-key",
    GENESYS_CLIENT_SECRET: btoa("0123456789abcdef"),
    GENESYS_ORG_ID: org,
    GENESYS_KEYS: JSON.stringify([{ key: "second-key", secrets: [btoa("old"), btoa("new")] }]),
  });
  assertEquals(config.genesysKeys.map(({ key, secrets }) => [key, secrets.length]), [[
    "first-key",
    1,
  ], ["second-key", 2]]);
  assertEquals(config.genesysKeys[0]?.organizations, [org]);
});

Deno.test("P-07 an empty secret and a key given twice are errors", () => {
  assertEquals(
    errors({ GENESYS_KEYS: JSON.stringify([{ key: "some-key-1", secrets: [""] }]) }).length,
    1,
  );
  const twice = JSON.stringify([{ key: "some-key-1" }, { key: "some-key-1" }]);
  assertEquals(errors({ GENESYS_KEYS: twice }).length, 1);
});

Deno.test("every setting is described in .env.example and in the README", async () => {
  const example = await Deno.readTextFile(new URL("../../.env.example", import.meta.url));
  const readme = await Deno.readTextFile(new URL("../../README.md", import.meta.url));
  for (const name of Object.keys(SETTINGS)) {
    assert(example.includes(`# ${name}=`), name);
    assert(readme.includes(`| \`${name}\` `), name);
  }
});

Deno.test("GENESYS_CLIENT_SECRET is the OAuth client's where there is one, and AudioHook's where there is none", () => {
  const secret = btoa("0123456789abcdef");
  const key = { GENESYS_API_KEY: "key" };
  const alone = read({ ...key, GENESYS_CLIENT_SECRET: secret });
  assertEquals([alone.genesysSecrets.length, alone.genesysOAuth], [1, null]);
  const both = read({
    ...key,
    GENESYS_CLIENT_ID: "id",
    GENESYS_CLIENT_SECRET: "not base64!",
    GENESYS_AUDIOHOOK_SECRET: secret,
  });
  assertEquals(both.genesysOAuth, { clientId: "id", clientSecret: "not base64!" });
  assertEquals(both.genesysSecrets.length, 1);
  assertEquals(errors({ GENESYS_CLIENT_ID: "id" }).length, 1);
  assert(errors({ GENESYS_AUDIOHOOK_SECRET: "x!" })[0]?.startsWith("GENESYS_AUDIOHOOK_SECRET "));
});

Deno.test("secrets of tools have names of their own, and may come from files", () => {
  const { toolSecrets } = read(
    { SECRET_CRM_KEY: "a", SECRET_ERP_FILE: "/run/erp", SECRET_lower: "x" },
    () => "b\n",
  );
  assertEquals([...toolSecrets].sort(), [["CRM_KEY", "a"], ["ERP", "b"]]);
  assertEquals(errors({ SECRET_ERP_FILE: "/run/erp" }).length, 1);
});

Deno.test("settings that only make sense together are wrong alone", () => {
  assertEquals(errors({ WEBHOOK_URL: "https://crm.example/calls" }).length, 1);
  assertEquals(errors({ FALLBACK_TEXT_MODEL: "some-model" }).length, 1);
  const badSecret = errors({ WEBHOOK_URL: "https://crm.example/calls", WEBHOOK_SECRET: "abc" });
  assertEquals(badSecret.length, 1, badSecret.join());
  assertEquals(errors({ OPENAI_API_KEY: "sk", TRANSLATE_TO: "en-US" }).length, 1);
  assertEquals(errors({ SUPPORTED_LANGUAGES: "en-US,not a tag" }).length, 1);
  assertEquals(errors({ BUDGET_USD: "0" }).length, 1);
  assertEquals(read({ SUPPORTED_LANGUAGES: "CMN-cn,es-419,EN-us" }).SUPPORTED_LANGUAGES, [
    ...["cmn-CN", "es-419", "en-US"],
  ]);
  assertEquals(read({ BUDGET_USD: "12.5" }).BUDGET_USD, 12.5);
  assertEquals(read({}).BUDGET_USD, null);
});

for (
  const [what, env, named] of [
    [
      "Agent Voice Response without a token",
      { AVR_PORT: "6030", AVR_HOST: "0.0.0.0" },
      "AVR_TOKEN",
    ],
    ["AudioSocket", { AUDIOSOCKET_PORT: "9092", AUDIOSOCKET_HOST: "::" }, "AUDIOSOCKET_ALLOW"],
    [
      "announced calls that nobody may announce",
      { AUDIOSOCKET_ANNOUNCED: "true" },
      "ASTERISK_TOKEN",
    ],
    [
      "a key server without its issuer",
      { AUDIOCODES_JWKS_URL: "https://id.example/jwks" },
      "AUDIOCODES_JWT_ISSUER",
    ],
  ] as const
) {
  Deno.test(`no start with ${what} open to anybody`, () => {
    const [error = "", ...more] = errors(env);
    assert(error.includes(named), error);
    assertEquals(more, []);
  });
}

Deno.test("doors without credentials may be open to this machine, or with what guards them", () => {
  for (
    const env of [
      { AVR_PORT: "6030" },
      { AVR_PORT: "6030", AVR_HOST: "0.0.0.0", AVR_TOKEN: "t0ken" },
      { AUDIOSOCKET_PORT: "9092" },
      { AUDIOSOCKET_PORT: "9092", AUDIOSOCKET_HOST: "0.0.0.0", AUDIOSOCKET_ALLOW: "10.0.0.5" },
      { AUDIOSOCKET_ANNOUNCED: "1", ASTERISK_TOKEN: "t0ken" },
    ]
  ) assertEquals(errors(env), []);
});

Deno.test("tokens of AudioCodes are a list, so that one can replace another", () => {
  assertEquals(read({ AUDIOCODES_TOKEN: "old, new" }).AUDIOCODES_TOKEN, ["old", "new"]);
});

Deno.test("settings of older connectors for a fresh agent", () => {
  const config = read({ OPENAI_LANGUAGE: "auto", OPENAI_MAX_TOKENS: "100" });
  assertEquals([config.OPENAI_LANGUAGE, config.OPENAI_MAX_TOKENS], ["", 100]);
  assertEquals(read({}).OPENAI_MAX_TOKENS, "inf");
  assertEquals(errors({ OPENAI_LANGUAGE: "german", OPENAI_MAX_TOKENS: "0" }).length, 2);
});
