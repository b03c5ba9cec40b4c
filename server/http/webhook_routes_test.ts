import { assert, assertEquals } from "@std/assert";
import type { Noted } from "../audit/audit.ts";
import type { Webhook } from "../contract/webhook.ts";
import { noWebhooks, rig } from "./rig_for_tests.ts";

const WEBHOOK: Webhook = {
  id: "w1",
  name: "CRM",
  url: "https://crm.example/hook?key=CANARY",
  events: ["call.finished"],
  on: true,
  fromEnvironment: false,
  createdAtMs: 1,
  revision: 3,
};
const EDIT = { name: "CRM", url: WEBHOOK.url, events: ["call.finished"], on: true };
const SECRET = "whsec_CANARY";

const added = () => Promise.resolve({ ok: true as const, webhook: WEBHOOK, secret: SECRET });
const open = () =>
  rig({
    webhooks: {
      ...noWebhooks(),
      list: () => [WEBHOOK],
      get: () => WEBHOOK,
      add: added,
      newSecret: added,
      save: (_id, revision) =>
        Promise.resolve(
          revision === 3
            ? { ok: true, webhook: { ...WEBHOOK, revision: 4 } }
            : { ok: false, why: "conflict", current: WEBHOOK },
        ),
      remove: (id) => Promise.resolve(id === "environment" ? "environment" : "removed"),
    },
  });

Deno.test("a secret is told where it is made and nowhere else, and neither it nor the address is logged", async () => {
  const { ask, signIn, logged } = await open();
  const cookie = await signIn();
  const made = await ask("POST", "/api/webhooks", { cookie, body: EDIT });
  assertEquals([made.status, await made.json()], [201, { webhook: WEBHOOK, secret: SECRET }]);
  const renewed = await ask("POST", "/api/webhooks/w1/secret", { cookie, body: {} });
  assertEquals((await renewed.json()).secret, SECRET);
  const list = await (await ask("GET", "/api/webhooks", { cookie })).text();
  assert(!list.includes("whsec_"), list);
  const edited = await ask("PUT", "/api/webhooks/w1", {
    cookie,
    body: EDIT,
    headers: { "if-match": '"3"' },
  });
  assertEquals([edited.status, edited.headers.get("etag")], [200, '"4"']);
  assertEquals((await ask("DELETE", "/api/webhooks/w1", { cookie })).status, 204);
  assert(logged.some(({ code }) => code === "webhook_added"));
  assert(!JSON.stringify(logged).includes("CANARY"));
});

Deno.test("an edit needs its revision, and is refused over another one with what holds now", async () => {
  const { ask, signIn } = await open();
  const cookie = await signIn();
  const put = async (headers: Record<string, string>) => {
    const answer = await ask("PUT", "/api/webhooks/w1", { cookie, body: EDIT, headers });
    return [answer.status, (await answer.json()).current];
  };
  assertEquals(await put({}), [428, undefined]);
  assertEquals(await put({ "if-match": '"2"' }), [412, WEBHOOK]);
});

for (
  const [what, change, path] of [
    ["no address", { url: "crm" }, "url"],
    ["another scheme", { url: "ftp://crm.example" }, "url"],
    ["a password in the address", { url: "https://a:b@crm.example" }, "url"],
    ["no event", { events: [] }, "events"],
    ["no name", { name: " " }, "name"],
    ["an id of its own", { id: "mine" }, ""],
  ] as const
) {
  Deno.test(`a webhook with ${what} is refused at its field`, async () => {
    const { ask, signIn } = await open();
    const body = { ...EDIT, ...change };
    const answer = await ask("POST", "/api/webhooks", { cookie: await signIn(), body });
    assertEquals(answer.status, 422);
    assertEquals((await answer.json()).fields[0].path, path);
  });
}

Deno.test("what cannot be is said with its code", async () => {
  const { ask, signIn } = await open();
  const cookie = await signIn();
  const code = async (method: string, path: string) => {
    const answer = await ask(method, path, { cookie, ...(method === "POST" && { body: {} }) });
    return [answer.status, (await answer.json()).code];
  };
  assertEquals(await code("DELETE", "/api/webhooks/environment"), [422, "cannot"]);
  assertEquals(await code("GET", "/api/webhooks/w1/deliveries"), [404, "not_found"]);
  assertEquals(await code("GET", "/api/webhooks/w1/deliveries?state=lost"), [422, "invalid_field"]);
  assertEquals(await code("POST", "/api/webhooks/w1/deliveries/d/resend"), [404, "not_found"]);
  assertEquals(await code("POST", "/api/webhooks/w1/test"), [404, "not_found"]);
});

Deno.test("a sample that was sent is in the audit, without the address", async () => {
  const acts: Noted[] = [];
  const { ask, signIn } = await rig({
    audit: {
      note: (act) => void acts.push(act),
      page: () => Promise.resolve({ entries: [], next: null }),
    },
    webhooks: {
      ...noWebhooks(),
      get: () => WEBHOOK,
      test: () => Promise.resolve({ outcome: "503", tookMs: 12 }),
    },
  });
  const cookie = await signIn();
  const tested = await ask("POST", "/api/webhooks/w1/test", { cookie, body: {} });
  assertEquals(await tested.json(), { outcome: "503", tookMs: 12 });
  const noted = acts.find(({ act }) => act === "webhook_tested");
  assertEquals([noted?.target, noted?.detail], ["w1", { name: "CRM", outcome: "503" }]);
});

Deno.test("settings that the environment decides are refused at their fields", async () => {
  const { ask, signIn, deps } = await rig({
    settings: {
      ...(await rig()).deps.settings,
      save: () =>
        Promise.resolve({
          ok: false,
          why: "fixed",
          fields: [{ path: "selfCall.on", variable: "SELF_CALL" }],
        }),
    },
  });
  const answer = await ask("PUT", "/api/settings", {
    cookie: await signIn(),
    body: deps.settings.held.settings,
    headers: { "if-match": '"1"' },
  });
  const { fields } = await answer.json();
  assertEquals([answer.status, fields[0].path], [422, "selfCall.on"]);
  assert(fields[0].message.includes("SELF_CALL"));
});
