// The notice board over the border: read, posted within its bounds, removed.
import { assertEquals, assertStringIncludes } from "@std/assert";
import { ManualClock } from "../clock.ts";
import type { Board } from "./admin_deps.ts";
import { emptyBoard, rig } from "./rig_for_tests.ts";

const MINUTE = 60_000;

async function boardWith(change: Partial<Board> = {}) {
  const posted: unknown[] = [];
  const board: Board = {
    ...emptyBoard(),
    post(notice) {
      posted.push(notice);
      return emptyBoard().post(notice);
    },
    ...change,
  };
  const built = await rig({ board });
  const cookie = await built.signIn();
  const soon = built.clock.wall() + 30 * MINUTE;
  return {
    ...built,
    posted,
    soon,
    list: () => built.ask("GET", "/api/notices", { cookie }),
    post: (body: unknown) => built.ask("POST", "/api/notices", { cookie, body }),
    remove: (id: string) => built.ask("DELETE", `/api/notices/${id}`, { cookie }),
  };
}

const problem = async (response: Response) => [response.status, (await response.json()).code];

Deno.test("a note is posted under the name of who signed in, and answered whole", async () => {
  const { post, posted, soon } = await boardWith();
  const response = await post({ text: "  Porto is closed ", expiresAtMs: soon });
  assertEquals(response.status, 201);
  const notice = await response.json();
  assertEquals([notice.text, notice.by, notice.calls], ["Porto is closed", "operator", 0]);
  assertEquals(posted, [{ text: "Porto is closed", expiresAtMs: soon, by: "operator" }]);
});

Deno.test("the board is read as it is", async () => {
  const notice = {
    id: "n1",
    text: "Snow",
    by: "operator",
    createdAtMs: 1,
    expiresAtMs: new ManualClock().wall() + MINUTE,
    calls: 3,
  };
  const { list } = await boardWith({ list: () => [notice] });
  assertEquals(await (await list()).json(), { notices: [notice] });
});

Deno.test("a note has words and an end within a week", async () => {
  const { post, posted, clock, soon } = await boardWith();
  for (
    const body of [
      { text: " ", expiresAtMs: soon },
      { text: "x".repeat(501), expiresAtMs: soon },
      { text: "x" },
      { text: "x", expiresAtMs: clock.wall() + 59_000 },
      { text: "x", expiresAtMs: clock.wall() + 7 * 24 * 60 * MINUTE + 1 },
      { text: "x", expiresAtMs: soon, by: "somebody else" },
    ]
  ) assertEquals(await problem(await post(body)), [422, "invalid_field"]);
  assertEquals(posted, []);
});

Deno.test("a full board and a full disk are told apart", async () => {
  const refusing = async (why: "full" | "not_saved") => {
    const { post, soon } = await boardWith({ post: () => Promise.resolve({ ok: false, why }) });
    return await post({ text: "x", expiresAtMs: soon });
  };
  const full = await refusing("full");
  assertEquals(full.status, 409);
  const { code, message } = await full.json();
  assertEquals(code, "full");
  assertStringIncludes(message, "20 notes");
  assertEquals(await problem(await refusing("not_saved")), [507, "not_saved"]);
});

Deno.test("a note is taken off once", async () => {
  const left = new Set(["n1"]);
  const { remove } = await boardWith({
    remove: (id) => Promise.resolve(left.delete(id) ? "removed" : "unknown"),
  });
  const first = await remove("n1");
  assertEquals([first.status, await first.text()], [204, ""]);
  assertEquals(await problem(await remove("n1")), [404, "not_found"]);
  const stuck = await boardWith({ remove: () => Promise.resolve("not_saved") });
  assertEquals(await problem(await stuck.remove("n1")), [507, "not_saved"]);
});

Deno.test("S-01 nobody reads or posts who is not signed in", async () => {
  const { ask, soon } = await boardWith();
  const body = { text: "x", expiresAtMs: soon };
  const statuses = await Promise.all([
    ask("GET", "/api/notices"),
    ask("POST", "/api/notices", { body }),
    ask("DELETE", "/api/notices/n1"),
  ]);
  assertEquals(statuses.map(({ status }) => status), [401, 401, 401]);
});
