// People in the whole server, over its real store and real passwords: what they did is in the audit after a restart,
// and they are still who they were.
import { assert, assertEquals, assertFalse } from "@std/assert";
import type { AuditPage } from "../../contract/audit.ts";
import { createMemoryStore } from "../../store/memory_store.ts";
import { ADMIN_TOKEN, runApp } from "./running_app.ts";

const PASSWORD = "a password of some length";

Deno.test("somebody is invited, signs in, does what they may; a restart forgets none of it", async () => {
  const store = createMemoryStore();
  // Stopped twice, closed once.
  const shared = { ...store, close: () => Promise.resolve() };
  const app = await runApp({ store: shared });
  const origin = new URL(app.url.replace(/^ws/, "http")).origin;
  const browser = (cookie = "") => (path: string, body?: unknown) =>
    fetch(`${origin}/api${path}`, {
      method: body === undefined ? "GET" : "POST",
      headers: {
        origin,
        cookie,
        ...(body !== undefined && { "content-type": "application/json" }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
  const signedIn = async (answer: Promise<Response>) => {
    const response = await answer;
    assertEquals(response.status, 204, await response.text());
    return response.headers.getSetCookie()[0]!.split(";")[0]!;
  };
  const stranger = browser();
  const admin = browser(await signedIn(stranger("/session", { token: ADMIN_TOKEN })));
  const invited = await (await admin("/people", {
    name: "Ana Lima",
    signInName: "ana@example.com",
    roles: ["supervisor"],
  })).json();
  const code = invited.link.split("#invite=")[1];
  await signedIn(stranger("/session/password", { code, password: PASSWORD }));
  const entered = { name: "Ana@Example.com", password: PASSWORD };
  const ana = browser(await signedIn(stranger("/session", entered)));
  const posted = await ana("/notices", { text: "Snow", expiresAtMs: Date.now() + 3_600_000 });
  assertEquals((await posted.json()).by, "Ana Lima");
  const refused = await ana("/people");
  assertEquals([refused.status, (await refused.json()).code], [403, "not_permitted"]);
  await app.stop();

  const again = await runApp({ store: shared });
  const page: AuditPage = await (await again.api("/api/audit")).json();
  assertEquals(page.entries.map(({ act, by }) => `${act} ${by.name}`), [
    "notice_posted Ana Lima",
    "sign_in Ana Lima",
    "password_set Ana Lima",
    "sign_in Ana Lima",
    "person_added operator",
    "sign_in operator",
  ]);
  assertFalse(JSON.stringify(page).includes("Snow"));
  const there = new URL(again.url.replace(/^ws/, "http")).origin;
  const back = await fetch(`${there}/api/session`, {
    method: "POST",
    headers: { origin: there, "content-type": "application/json" },
    body: JSON.stringify(entered),
  });
  assertEquals([back.status, await back.text()], [204, ""]);
  assert(back.headers.getSetCookie()[0]?.startsWith("hookline="));
  await again.stop();
  await store.close();
});
