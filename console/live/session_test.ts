import { assertEquals } from "@std/assert";
import type { Me } from "../../server/contract/person.ts";
import type { Refusal, Result, SessionFacts } from "../api.ts";
import { test } from "../testing.ts";
import { FakeTimers } from "./fake_timers.ts";
import { createSession } from "./session.ts";

const ANA: Me = { name: "Ana", personId: "p1", roles: ["supervisor"], may: ["view", "listen"] };
const FACTS = {
  version: "1.0.0",
  answeredBy: "openai",
  ways: { password: true, oidc: null, token: true },
} as const;
const AWAY: Refusal = { code: "unreachable", message: "No answer", fields: [] };

function setUp() {
  const timers = new FakeTimers();
  const server = { signedIn: false, away: false, wrong: false, me: ANA };
  const told: string[] = [];
  const session = createSession({
    timers,
    api: {
      session: (): Promise<Result<SessionFacts>> =>
        Promise.resolve(
          server.away ? { ok: false, refusal: AWAY } : {
            ok: true,
            value: {
              ...FACTS,
              signedIn: server.signedIn,
              me: server.signedIn ? server.me : null,
            },
          },
        ),
      signIn: () => {
        if (server.wrong) {
          const refusal: Refusal = { code: "signed_out", message: "Wrong token", fields: [] };
          return Promise.resolve({ ok: false, refusal });
        }
        server.signedIn = true;
        return Promise.resolve({ ok: true, value: null });
      },
      setPassword: () => {
        server.signedIn = true;
        return Promise.resolve({ ok: true, value: null });
      },
      signOut: () => Promise.resolve({ ok: true, value: null }),
    },
    onSignedIn: () => told.push("in"),
    onSignedOut: () => told.push("out"),
    onSomebodyElse: () => told.push("somebody else"),
  });
  return { timers, server, session, told, kind: () => session.state.value.kind };
}

test("signing in and out is told once each", async () => {
  const { session, told, kind } = setUp();
  await session.check();
  assertEquals(kind(), "signed_out");
  assertEquals(await session.signIn({ token: "right" }), null);
  await session.check();
  assertEquals([kind(), told], ["signed_in", ["in"]]);
  await session.signOut();
  session.lost();
  assertEquals([kind(), told], ["signed_out", ["in", "out"]]);
});

test("a wrong token is refused with the server's sentence", async () => {
  const { session, server, told } = setUp();
  server.wrong = true;
  assertEquals((await session.signIn({ code: "old" }))?.message, "Wrong token");
  assertEquals(told, []);
});

test("a server that is away is asked again and signs nobody out", async () => {
  const { session, server, timers, kind } = setUp();
  server.away = true;
  await session.check();
  assertEquals(kind(), "unreachable");
  server.away = false;
  server.signedIn = true;
  timers.advance(3000);
  await timers.settle();
  assertEquals(kind(), "signed_in");
  server.away = true;
  await session.check();
  assertEquals(kind(), "signed_in");
});

test("what one may do follows the roles, and stays on the page while a session is lost", async () => {
  const { session, server } = setUp();
  await session.setPassword("code", "correct horse battery");
  assertEquals([session.may("listen"), session.may("manage")], [true, false]);
  server.me = { ...ANA, may: ["view"] };
  await session.check();
  assertEquals(session.may("listen"), false);
  session.lost();
  assertEquals(session.may("view"), true);
  await session.signOut();
  assertEquals(session.may("view"), false);
});

test("a session that was lost is told from one that was left", async () => {
  const { session, server, told } = setUp();
  const lost = () => {
    const state = session.state.value;
    return state.kind === "signed_out" && state.lost;
  };
  await session.check();
  assertEquals(lost(), false, "nobody was in");
  await session.signIn({ name: "ana", password: "x" });
  server.signedIn = false;
  await session.check();
  assertEquals(lost(), true);
  await session.check();
  assertEquals(lost(), true, "asked again in between");
  await session.signIn({ name: "ana", password: "x" });
  await session.signOut();
  assertEquals([lost(), told], [false, ["in", "out", "in", "out"]]);
});

test("somebody else in the place of a lost session begins anew, and sees nothing of the page", async () => {
  const { session, server, told, kind } = setUp();
  await session.signIn({ name: "ana", password: "x" });
  session.lost();
  server.me = { name: "Ben", personId: "p2", roles: ["admin"], may: ["view"] };
  await session.signIn({ name: "ben", password: "x" });
  assertEquals([kind(), told], ["signed_out", ["in", "out", "somebody else"]]);
});
