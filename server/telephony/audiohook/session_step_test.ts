import { assert, assertEquals } from "@std/assert";
import type { ChannelClosed } from "../channel.ts";
import { dueAtMs, type Effect } from "./session_state.ts";
import { find, names, openParameters, SessionScript } from "./testing/session_script.ts";

function ended(effects: Effect[]): ChannelClosed | undefined {
  return find(effects, "ended")?.how;
}

const COMPLETED = { outcome: "completed", code: "", outputs: {} } as const;

Deno.test("opened goes out when our side has answered, and says what was chosen", () => {
  const script = new SessionScript();
  assertEquals(names(script.message("open", openParameters())), ["answer"]);
  assertEquals(script.input({ type: "answered", atMs: 0 }), [{
    do: "send",
    type: "opened",
    parameters: {
      startPaused: false,
      media: [{ type: "audio", format: "PCMU", channels: ["external"], rate: 8000 }],
    },
  }]);
});

Deno.test("a call that our side refuses is disconnected with its code, and nobody is told of its end", () => {
  const script = new SessionScript();
  script.message("open", openParameters());
  const effects = script.input({ type: "refused", code: "E_FULL", atMs: 0 });
  assertEquals(find(effects, "send")?.parameters, { reason: "error", info: "E_FULL" });
  assertEquals(names(script.message("close", { reason: "disconnect" })), [
    "send closed",
    "drop_unsent",
  ]);
});

Deno.test("G-01 without open within five seconds the socket is closed with 1008", () => {
  const script = new SessionScript();
  assertEquals(dueAtMs(script.state, 0), 5_000);
  script.atMs = 4_999;
  assertEquals(script.tick(), []);
  script.atMs = 5_000;
  const effects = script.tick();
  assertEquals(find(effects, "violation")?.code, "E_OPEN_TIMEOUT");
  assertEquals(find(effects, "close_socket")?.code, 1008);
  assertEquals(ended(effects), undefined);
  script.atMs = 7_000;
  assertEquals(names(script.tick()), ["forget"]);
  assertEquals(dueAtMs(script.state, 0), Infinity);
});

Deno.test("G-19 nothing received for fifteen seconds is a lost phone", () => {
  const script = SessionScript.open();
  assertEquals(dueAtMs(script.state, script.heardAtMs), 15_000);
  script.heardAtMs = 9_000;
  script.atMs = 23_999;
  assertEquals(script.tick(), []);
  script.atMs = 24_000;
  assertEquals(ended(script.tick()), { by: "phone_lost", detail: "E_SILENT" });
  script.atMs = 34_000;
  assertEquals(find(script.tick(), "close_socket")?.code, 1000);
});

Deno.test("G-20 a socket that breaks is a lost phone, told once however often Deno says it", () => {
  const script = SessionScript.open();
  const first = script.input({ type: "socket_closed", code: 1006, atMs: 0 });
  assertEquals(ended(first), { by: "phone_lost", detail: "socket closed, code 1006" });
  assertEquals(first.at(-1), { do: "forget" });
  assertEquals(script.input({ type: "socket_closed", code: 1005, atMs: 0 }), []);
  assertEquals(script.message("ping"), []);
});

Deno.test("after closed the client has ten seconds to close the socket", () => {
  const script = SessionScript.open();
  script.atMs = 1_000;
  script.message("close", { reason: "end" });
  script.atMs = 10_999;
  assertEquals(script.tick(), []);
  script.atMs = 11_000;
  assertEquals(names(script.tick()), ["drop_unsent", "close_socket"]);
  assertEquals(script.tick(), []);
  script.atMs = 13_000;
  assertEquals(names(script.tick()), ["forget"]);
});

Deno.test("our goodbye carries the outcome, the code and the outputs, once", () => {
  const script = SessionScript.open();
  const ending = { outcome: "completed", code: "", outputs: { intent: "refund" } } as const;
  const effects = script.input({ type: "end", ending, atMs: 0 });
  assertEquals(effects, [{ do: "drop_unsent" }, {
    do: "send",
    type: "disconnect",
    parameters: { reason: "completed", outputVariables: { intent: "refund" } },
  }]);
  assertEquals(script.input({ type: "end", ending, atMs: 0 }), []);
  const confirmed = script.message("close", { reason: "disconnect" });
  assertEquals(ended(confirmed), { by: "us", detail: "" });
});

Deno.test("a goodbye by error names the code as info", () => {
  const script = SessionScript.open();
  const ending = { outcome: "error", code: "E_UP_AUTH", outputs: {} } as const;
  const effects = script.input({ type: "end", ending, atMs: 0 });
  assertEquals(find(effects, "send")?.parameters, { reason: "error", info: "E_UP_AUTH" });
});

Deno.test("G-35 outputs that do not fit are left out, with a note", () => {
  const script = SessionScript.open();
  const outputs = { long: "x".repeat(5_000), fine: "y" };
  const effects = script.input({ type: "end", ending: { ...COMPLETED, outputs }, atMs: 0 });
  assertEquals(find(effects, "note"), {
    do: "note",
    code: "outputs_cut",
    detail: "0 dropped, 1 cut",
  });
});

Deno.test("G-29 a client that never closes after our disconnect is left after ten seconds", () => {
  const script = SessionScript.open();
  script.input({ type: "end", ending: COMPLETED, atMs: 0 });
  script.atMs = 9_999;
  assertEquals(script.tick(), []);
  script.atMs = 10_000;
  const effects = script.tick();
  assertEquals(find(effects, "note")?.code, "no_close");
  assertEquals(find(effects, "close_socket")?.code, 1000);
  assertEquals(ended(effects), { by: "us", detail: "" });
});

Deno.test("a socket that closes after our disconnect confirms it", () => {
  const script = SessionScript.open();
  script.input({ type: "end", ending: COMPLETED, atMs: 0 });
  const effects = script.input({ type: "socket_closed", code: 1005, atMs: 10 });
  assertEquals(ended(effects), { by: "us", detail: "" });
});

Deno.test("a fault of ours ends the call at once and asks the client to close", () => {
  const script = SessionScript.open();
  const effects = script.input({ type: "fault", atMs: 0 });
  assertEquals(ended(effects), { by: "us", detail: "E_INTERNAL" });
  assertEquals(find(effects, "send")?.parameters, { reason: "error", info: "E_INTERNAL" });
});

Deno.test("G-06 G-07 a message too large closes the socket with 1009", () => {
  const script = SessionScript.open();
  const effects = script.input({ type: "oversize", detail: "65536 characters", atMs: 0 });
  assertEquals(find(effects, "close_socket")?.code, 1009);
  assertEquals(ended(effects), { by: "protocol", detail: "E_SIZE" });
  assertEquals(script.input({ type: "oversize", detail: "again", atMs: 0 }), []);
});

Deno.test("G-31 a phone that does not read loses sound first, and after five seconds the call", () => {
  const script = SessionScript.open();
  assertEquals(script.tick(256 * 1024), []);
  assertEquals(names(script.tick(256 * 1024 + 1)), ["drop_unsent", "note"]);
  assertEquals(dueAtMs(script.state, script.heardAtMs), 5_000);
  script.atMs = 4_999;
  assertEquals(script.tick(300_000), []);
  script.atMs = 5_000;
  assertEquals(ended(script.tick(300_000)), { by: "phone_lost", detail: "E_SLOW" });
});

Deno.test("G-31 a phone that reads again keeps its call", () => {
  const script = SessionScript.open();
  script.tick(300_000);
  script.atMs = 3_000;
  assertEquals(find(script.tick(0), "note")?.code, "phone_reads_again");
  script.atMs = 6_000;
  assertEquals(script.tick(300_000)[0], { do: "drop_unsent" });
  script.atMs = 10_999;
  assert(ended(script.tick(300_000)) === undefined);
});
