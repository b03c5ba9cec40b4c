import { assertEquals } from "@std/assert";
import type { Refusal, Result, SessionFacts } from "../api.ts";
import { test } from "../testing.ts";
import { FakeTimers } from "./fake_timers.ts";
import { createSession } from "./session.ts";

const FACTS = { version: "1.0.0", answeredBy: "openai" } as const;
const AWAY: Refusal = { code: "unreachable", message: "No answer", fields: [] };

function setUp() {
  const timers = new FakeTimers();
  const server = { signedIn: false, away: false, wrong: false };
  const told: string[] = [];
  const session = createSession({
    timers,
    api: {
      session: (): Promise<Result<SessionFacts>> =>
        Promise.resolve(
          server.away
            ? { ok: false, refusal: AWAY }
            : { ok: true, value: { ...FACTS, signedIn: server.signedIn } },
        ),
      signIn: () => {
        if (server.wrong) {
          const refusal: Refusal = { code: "signed_out", message: "Wrong token", fields: [] };
          return Promise.resolve({ ok: false, refusal });
        }
        server.signedIn = true;
        return Promise.resolve({ ok: true, value: null });
      },
      signOut: () => Promise.resolve({ ok: true, value: null }),
    },
    onSignedIn: () => told.push("in"),
    onSignedOut: () => told.push("out"),
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
