// Two instances over one store: what one changes holds on the other, and who comes to one may go on at the other.
import { assert, assertEquals } from "@std/assert";
import { openAgents } from "../agents/agents_book.ts";
import { defaultConfig } from "../agents/default_config.ts";
import { SERVER_SETTINGS_DEFAULTS } from "../contract/settings_limits.ts";
import { openWebhookBook } from "../finished/webhook_book.ts";
import { openFirstRun } from "../first_run.ts";
import { FleetKit, type KitInstance } from "../fleet/testing/fleet_kit.ts";
import { followBooks, tellChange } from "./books.ts";
import { tellingStore } from "./changes.ts";
import { fleetSignInCodes, shareSpentFlows } from "./sign_in.ts";
import { OneUseCode } from "../http/admission/one_use_code.ts";
import { IDLE_MS, openSessions } from "../http/admission/sessions.ts";
import { cookieOf, rig } from "../http/rig_for_tests.ts";
import { keptOnce } from "../kept_once.ts";
import { openNoticeBoard } from "../notices/notice_board.ts";
import { silentLog } from "../observe/log.ts";
import { openApiTokens } from "../people/api_tokens.ts";
import { Lookups } from "../people/lookups.ts";
import { newFlowKey, OidcFlows } from "../people/oidc_flows.ts";
import { openPeople } from "../people/people.ts";
import { safetySalt } from "../safety_identifier.ts";
import { openSettings } from "../settings/settings_book.ts";
import { createMemoryStore } from "../store/memory_store.ts";
import type { Store } from "../store/store.ts";

const log = silentLog;
const INITIAL = defaultConfig();
const MINUTE_MS = 60_000;
const PLAIN = {
  hash: (password: string) => Promise.resolve(password),
  matches: (password: string, hash: string | null) => Promise.resolve(password === hash),
};

async function books(kit: FleetKit, memory: Store, { fleet }: KitInstance, flowKey: string) {
  const { clock } = kit;
  const store = tellingStore(memory, tellChange(fleet));
  const lookups = new Lookups(clock);
  const people = await openPeople({ store, passwords: PLAIN, clock, log, lookups });
  const tokens = await openApiTokens({ store, clock, log, lookups });
  const sessions = await openSessions({ store, clock, log, lookups });
  const held = {
    agents: await openAgents({ store, initial: INITIAL, clock, log }),
    settings: await openSettings({ store, log, fixed: [] }),
    notices: await openNoticeBoard({ store, clock, log }),
    people,
    tokens,
    webhooks: await openWebhookBook({ store, clock, log, environment: null }),
    first_run: await openFirstRun({ store, log, onChange() {} }),
  };
  const stop = followBooks({ fleet, books: held, sessions, clock, log, random: () => 0 });
  const flows = new OidcFlows(clock, flowKey);
  shareSpentFlows(fleet, flows);
  const signInCode = fleetSignInCodes(fleet, new OneUseCode(clock));
  const { ask, signIn } = await rig({ clock, people, tokens, sessions, signInCode });
  return { ...held, sessions, flows, signInCode, ask, signIn, stop, store };
}

type Books = Awaited<ReturnType<typeof books>>;

/** Two that have found each other. */
async function two(
  test: (a: Books, b: Books, more: {
    kit: FleetKit;
    instances: readonly [KitInstance, KitInstance];
    store: Store;
  }) => Promise<void>,
) {
  const kit = new FleetKit();
  const memory = createMemoryStore();
  const instances = [kit.join("a"), kit.join("b")] as const;
  const key = newFlowKey();
  // At once, on an empty store.
  const [a, b] = await Promise.all(instances.map((each) => books(kit, memory, each, key)));
  for (const { fleet, facts } of instances) fleet.start(() => facts);
  await kit.run(2000);
  await test(a!, b!, { kit, instances, store: memory });
  for (const each of [a!, b!]) {
    each.stop();
    await each.notices.stop();
  }
  await kit.stop();
  await memory.close();
}

async function person(at: Books, name = "Ana") {
  const made = await at.people.add({ name, signInName: name, roles: ["admin"] });
  assert(made.ok);
  return made;
}

Deno.test("two first starts at once make one default agent, one salt and one of whatever is made once", () =>
  two(async (a, b, { store }) => {
    assertEquals(a.agents.list(), b.agents.list());
    assertEquals((await store.versions("default")).length, 1);
    const salts = await Promise.all([safetySalt(a.store), safetySalt(b.store)]);
    assertEquals(salts[0], salts[1]);
    let made = 0;
    const make = () => `${++made}`;
    const kept = await Promise.all([1, 2, 3].map(() => keptOnce(store, "once", make)));
    assertEquals(new Set(kept).size, 1);
  }));

Deno.test("what is published on one instance answers on the other; an agent that is removed is gone there", () =>
  two(async (a, b, { kit }) => {
    const told: string[] = [];
    b.agents.onChange(({ id, revision }) => told.push(`${id} ${revision}`));
    assert((await a.agents.saveDraft("default", 1, { ...INITIAL, prompt: "New words" })).ok);
    assert((await a.agents.publish("default", 2, "")).ok);
    assert((await a.agents.create("Sales", "default")).ok);
    await kit.settle();
    assertEquals(b.agents.published("default")?.config.prompt, "New words");
    assertEquals([b.agents.get("sales")?.revision, told.at(-1)], [1, "sales 1"]);
    const to = { name: "x", agentId: "sales", called: "*", path: "" };
    const table = {
      defaultAgentId: "default",
      routes: [{ ...to, variable: { name: "", value: "" } }],
    };
    assert((await b.agents.saveRoutes(1, table)).ok);
    // Though the word of it has not come yet.
    const used = await a.agents.remove("sales");
    assertEquals([used.ok, !used.ok && used.why], [false, "used"]);
    assertEquals(a.agents.route({ called: "1", address: "", variables: {} }).agent.id, "sales");
    assert((await a.agents.saveRoutes(2, { ...table, routes: [] })).ok);
    assert((await a.agents.remove("sales")).ok);
    await kit.settle();
    assertEquals([b.agents.get("sales"), b.agents.routes().revision], [undefined, 3]);
  }));

Deno.test("D-12 of two who save on two instances at once one wins, and the other is told what holds", () =>
  two(async (a, b, { kit }) => {
    const drafts = await Promise.all(
      [a, b].map(({ agents }, i) => agents.saveDraft("default", 1, { ...INITIAL, name: `${i}` })),
    );
    assertEquals(drafts.map((edit) => edit.ok || edit.why), [true, "conflict"]);
    assertEquals(b.agents.get("default")?.draft.name, "0");
    const settings = structuredClone(SERVER_SETTINGS_DEFAULTS);
    settings.retention.callsDays = 3;
    const saved = await Promise.all([a, b].map(({ settings: book }) => book.save(1, settings)));
    assertEquals(saved.map((edit) => edit.ok || edit.why), [true, "conflict"]);
    const table = { defaultAgentId: "default", routes: [] };
    const routes = await Promise.all([a, b].map(({ agents }) => agents.saveRoutes(1, table)));
    assertEquals(routes.map((edit) => edit.ok || edit.why), [true, "conflict"]);
    const hook = { name: "CRM", url: "https://x.test/", events: [], on: true };
    const made = await a.webhooks.add(hook);
    assert(made.ok);
    await kit.settle();
    const hooks = await Promise.all(
      [a, b].map(({ webhooks }) => webhooks.save(made.webhook.id, 1, { ...hook, name: "New" })),
    );
    assertEquals(hooks.map((edit) => edit.ok || edit.why), [true, "conflict"]);
    assert((await b.webhooks.newSecret(made.webhook.id)).ok);
    assert((await a.webhooks.newSecret(made.webhook.id)).ok, "made again over the newer one");
  }));

Deno.test("notes and ticks of two instances add up", () =>
  two(async (a, b, { kit }) => {
    const expiresAtMs = kit.clock.wall() + MINUTE_MS;
    await Promise.all(
      [a, b].map(({ notices }, i) => notices.post({ text: `${i}`, by: "Ana", expiresAtMs })),
    );
    await kit.settle();
    assertEquals([a, b].map(({ notices }) => notices.list().length), [2, 2]);
    const { id } = a.notices.list()[0]!;
    for (const { notices } of [a, a, b]) notices.told(id);
    await kit.run(1500);
    assertEquals([a, b].map(({ notices }) => notices.list()[0]?.calls), [3, 3]);
    assertEquals(await b.notices.remove(id), "removed");
    await kit.settle();
    assertEquals(a.notices.list().length, 1);
    a.first_run.tick("published");
    b.first_run.tick("realSocket");
    await kit.settle();
    assertEquals(a.first_run.steps, b.first_run.steps);
    assertEquals([a.first_run.steps.published, a.first_run.steps.realSocket], [true, true]);
  }));

Deno.test("a browser that one instance has signed in is let in by another, and out by any", () =>
  two(async (a, b, { kit, instances }) => {
    const state = async (at: Books, cookie: string) =>
      (await (await at.ask("GET", "/api/session", { cookie })).json()).signedIn;
    const { person: { id }, code } = await person(a);
    const answer = await b.ask("POST", "/api/session/password", {
      body: { code, password: "a long enough one" },
    });
    assertEquals(answer.status, 204, "the word of the invitation had not come yet");
    const cookie = cookieOf(answer);
    assertEquals([await state(a, cookie), await state(b, cookie)], [true, true]);
    const stream = await a.ask("GET", "/api/events", { cookie });
    const read = stream.text();
    assertEquals((await b.ask("DELETE", "/api/session", { cookie })).status, 204);
    await kit.settle();
    assert((await read).includes("event: signed_out"), "the stream on the other has ended");
    assertEquals(await state(a, cookie), false);

    // Without a bus the store still knows.
    const again = `hookline=${b.sessions.start(id)}`;
    instances[1].bus.cut();
    assertEquals(await state(a, again), true);
    await b.people.remove(id, { byOperator: true });
    await kit.run(40_000, 1000);
    assertEquals(await state(a, again), false, "within half a minute of not hearing the other");
  }));

Deno.test("a role that is taken away on one instance is gone on the other's open streams", () =>
  two(async (a, b, { kit }) => {
    const { person: { id, revision }, code } = await person(a);
    assert((await a.people.redeem({ code, password: "a long enough one" })).ok);
    await kit.settle();
    const cookie = `hookline=${b.sessions.start(id)}`;
    const stream = (await b.ask("GET", "/api/events", { cookie })).text();
    const to = { name: "Ana", roles: ["admin" as const], disabled: true };
    assert((await a.people.edit(id, { ifRevision: revision + 1, to, byOperator: true })).ok);
    await kit.settle();
    assert((await stream).includes("event: signed_out"));
  }));

Deno.test("S-02 a session that is used on one instance lives on all, and one that is used nowhere on none", () =>
  two(async (a, b, { kit }) => {
    const token = a.sessions.start(null);
    assert(await b.sessions.recall(token));
    const id = a.sessions.find(token)!;
    for (let passed = 0; passed < 3 * IDLE_MS; passed += MINUTE_MS) {
      kit.clock.advance(MINUTE_MS);
      a.sessions.touch(id);
      // As an open stream looks.
      b.sessions.alive(id);
      await a.sessions.reload();
    }
    assertEquals([a.sessions.find(token), b.sessions.find(token)], [id, id]);
    kit.clock.advance(IDLE_MS);
    assertEquals([await b.sessions.recall(token), a.sessions.find(token)], [null, null]);
    kit.clock.advance(2000);
    assertEquals([await a.sessions.recall(token), await b.sessions.recall(token)], [null, null]);
  }));

Deno.test("a session that another instance ended does not come back by being used", () =>
  two(async (a, b, { kit, instances, store }) => {
    const token = a.sessions.start(null);
    const id = (await b.sessions.recall(token))!;
    instances[0].bus.cut();
    await a.sessions.end(id, "signed_out");
    kit.clock.advance(MINUTE_MS);
    b.sessions.touch(id);
    await b.sessions.written(token);
    assertEquals([b.sessions.find(token), await store.sessions()], [null, []]);
  }));

Deno.test("a token holds on all instances once it is made, and on none once it is deleted", () =>
  two(async (a, b, { kit }) => {
    const made = await a.tokens.make({ name: "Reports", roles: ["viewer"], days: null }, "Ana");
    assert(made.ok);
    const headers = { authorization: `Bearer ${made.text}`, origin: "", "sec-fetch-site": "" };
    assertEquals((await b.ask("GET", "/api/agents", { headers })).status, 200);
    assert((await a.tokens.remove(made.token.id)).ok);
    await kit.settle();
    assertEquals((await b.ask("GET", "/api/agents", { headers })).status, 401);
  }));

Deno.test("a guess costs the store one look a second at most, and all of them 64", async () => {
  const kit = new FleetKit();
  const lookups = new Lookups(kit.clock);
  let asked = 0;
  const ask = () => Promise.resolve(void asked++);
  for (let i = 0; i < 3; i++) await lookups.find("one", ask);
  assertEquals(asked, 1);
  kit.clock.advance(1000);
  await Promise.all(Array.from({ length: 200 }, (_, i) => lookups.find(`${i}`, ask)));
  assertEquals(asked, 65);
});

Deno.test("the code of a link that one instance printed signs in on another, once", () =>
  two(async (a, b) => {
    const code = a.signInCode.issue();
    assertEquals(await b.signInCode.redeem("A".repeat(22)), false);
    assertEquals(await b.signInCode.redeem(code), true);
    assertEquals([await b.signInCode.redeem(code), await a.signInCode.redeem(code)], [
      false,
      false,
    ]);
  }));

Deno.test("a sign-in that began on one instance comes back to another, once; a changed one to none", () =>
  two(async (a, b, { kit }) => {
    const flow = {
      state: "s",
      nonce: "n",
      verifier: "v",
      redirectUri: "https://x.test",
      goOn: "/",
    };
    const cookie = await a.flows.begin(flow);
    const changed = `${cookie.slice(0, 40)}${cookie[40] === "A" ? "B" : "A"}${cookie.slice(41)}`;
    assertEquals([await b.flows.take(changed), await b.flows.take("")], [null, null]);
    assertEquals(await b.flows.take(cookie), flow);
    await kit.settle();
    assertEquals([await a.flows.take(cookie), await b.flows.take(cookie)], [null, null]);
    assertEquals(await new OidcFlows(kit.clock, newFlowKey()).take(cookie), null, "another key");
  }));

Deno.test("what was missed without a bus is read once it is back, and what cannot be read is tried again", () =>
  two(async (a, b, { kit, instances, store }) => {
    instances[1].bus.cut();
    await kit.run(7000);
    await person(a);
    await kit.run(1000);
    assertEquals(b.people.list().length, 0);
    const read = store.people;
    let broken = true;
    b.store.people = () => broken ? Promise.reject(new Error("away")) : read();
    instances[1].bus.mend();
    await kit.run(4000);
    assertEquals(b.people.list().length, 0);
    broken = false;
    await kit.run(6000);
    assertEquals(b.people.list().length, 1);
  }));

Deno.test("a word of a newer version is passed over", () =>
  two(async (a, b, { kit, instances }) => {
    // Nor does a flood of words cost the store a question each.
    let looked = 0;
    const { session } = b.store;
    b.store.session = (id) => {
      looked++;
      return session(id);
    };
    for (let i = 0; i < 1000; i++) {
      instances[0].fleet.tell("changed", { what: "session_begun", id: `${i}` });
    }
    await kit.settle();
    assert(looked > 0 && looked < 20, `${looked}`);
    for (const word of [{ what: "hymns" }, { what: "session_ended" }, "people", null]) {
      instances[0].fleet.tell("changed", word);
    }
    await person(a);
    await kit.settle();
    assertEquals(b.people.list().length, 1);
  }));
