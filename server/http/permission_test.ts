// What each role may do, asked of every route there is: a route that is added is in here without a word.
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import {
  type Permission,
  PERMISSIONS,
  permissionsOf,
  type Role,
  ROLE_PERMISSIONS,
  ROLES,
} from "../contract/role.ts";
import { mayGive } from "./admission/permission.ts";
import { operator } from "./admission/standing.ts";
import { rig } from "./rig_for_tests.ts";

interface Described {
  method: string;
  path: string;
  needs: string;
}

async function everyRoute(): Promise<Described[]> {
  const { ask, signIn } = await rig();
  const response = await ask("GET", "/api/openapi.json", { cookie: await signIn() });
  const { paths } = await response.json() as {
    paths: Record<string, Record<string, { "x-needs": string }>>;
  };
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({
      method: method.toUpperCase(),
      path: path.replaceAll(/\{\w+\}/g, "default"),
      needs: operation["x-needs"],
    }))
  );
}

Deno.test("every route of the API says what it needs, and few need nothing", async () => {
  const routes = await everyRoute();
  const known: readonly string[] = [...PERMISSIONS, "signed_in", "anybody"];
  for (const { method, path, needs } of routes) assert(known.includes(needs), `${method} ${path}`);
  const of = (wanted: string) =>
    routes.filter(({ needs }) => needs === wanted).map(({ method, path }) => `${method} ${path}`);
  assertEquals(of("anybody").sort(), [
    "GET /api/session",
    "GET /api/session/oidc",
    "GET /api/session/oidc/callback",
    "POST /api/session",
    "POST /api/session/link",
    "POST /api/session/password",
  ]);
  assertEquals(of("signed_in").sort(), [
    "DELETE /api/session",
    "GET /api/openapi.json",
    "POST /api/me/password",
  ]);
  // What is most dangerous, by name: nobody moves it by accident.
  const manages = of("manage");
  for (const place of ["/api/people", "/api/tokens", "/api/audit", "/api/settings"]) {
    assert(manages.includes(`GET ${place}`), place);
  }
  assert(manages.includes("DELETE /api/calls/default"));
  assert(of("listen").includes("GET /api/calls/default/sound"));
  assert(of("step_in").includes("POST /api/calls/default/commands"));
});

Deno.test("S-22 each role may do on each route what the table of roles says, and nothing else", async () => {
  const routes = (await everyRoute()).filter(({ needs }) =>
    needs !== "anybody" && needs !== "signed_in" && needs !== undefined
  );
  for (const role of ROLES) {
    const { ask, signInAs } = await rig();
    const { cookie } = await signInAs("ana", [role]);
    for (const { method, path, needs } of routes) {
      const body = method === "GET" || method === "DELETE" ? {} : { body: {} };
      const response = await ask(method, path, { cookie, ...body });
      const refused = response.status === 403 &&
        JSON.parse(await response.text()).code === "not_permitted";
      if (!response.bodyUsed) await response.body?.cancel();
      const may = ROLE_PERMISSIONS[role].includes(needs as Permission);
      assertEquals(refused, !may, `${role}: ${method} ${path}`);
    }
  }
});

Deno.test("a refusal says what is missing, what one has, and who can give it", async () => {
  const { ask, signInAs } = await rig();
  const { cookie } = await signInAs("ana", ["viewer", "editor"]);
  const response = await ask("GET", "/api/calls/c1/sound", { cookie });
  const { message } = await response.json();
  assertEquals(
    message,
    "Listening needs the role supervisor or admin; yours is viewer and editor. An admin can give it.",
  );
});

Deno.test("what somebody may not do is refused before their body is looked at", async () => {
  const { ask, signInAs } = await rig();
  const { cookie } = await signInAs("ana", ["viewer"]);
  const response = await ask("PUT", "/api/routes", { cookie, body: { nonsense: true } });
  assertEquals(response.status, 403);
  assertStringIncludes(await response.text(), "editor or admin");
});

Deno.test("roles that are held at any moment decide, not those of signing in", async () => {
  const { ask, signInAs, people } = await rig();
  const { cookie, person } = await signInAs("ana", ["viewer"]);
  const change = (roles: Role[], disabled = false) =>
    people.edit(person.id, {
      ifRevision: people.get(person.id)!.revision,
      to: { name: "ana", roles, disabled },
      byOperator: true,
    });
  const status = async () => (await ask("GET", "/api/people", { cookie })).status;
  assertEquals(await status(), 403);
  await change(["admin"]);
  assertEquals(await status(), 200);
  await change(["viewer"]);
  assertEquals(await status(), 403);
  await change(["viewer"], true);
  assertEquals(await status(), 401);
});

Deno.test("nobody can give away more than they may do themselves", () => {
  const admitted = (roles: Role[]) => ({ ...operator(null), roles, may: permissionsOf(roles) });
  for (const mine of ROLES) {
    for (const given of ROLES) {
      const within = ROLE_PERMISSIONS[given].every((p) => ROLE_PERMISSIONS[mine].includes(p));
      assertEquals(mayGive(admitted([mine]), [given]), within, `${mine} gives ${given}`);
    }
  }
});
