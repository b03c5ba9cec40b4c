// Genesys' side of a session of a call between people: offers, languages, positions, gaps.
import { assertEquals } from "@std/assert";
import { OFFERINGS, offersFor } from "./offers.ts";
import { Bench } from "./session_bench.ts";
import type { SessionConfig } from "./session_state.ts";

const bench = (config: Partial<SessionConfig> = {}) =>
  new Bench({ offers: offersFor("stereo"), listensOnly: true, ...config });
const stereo = offersFor("stereo")[0]!;
const bytes = (ms: number) => new Uint8Array(ms * 8).fill(1);
const sent = ({ sent }: Bench) => sent.map(({ type, position }) => `${type} ${position}`);

Deno.test("each offering begins with its own, and any of its entries may be taken", () => {
  for (const offering of OFFERINGS) {
    const offers = offersFor(offering);
    for (const offer of offers) {
      const call = bench({ offers }).opened([offer]);
      assertEquals(call.violations, []);
      assertEquals(call.state.media, offer);
    }
    assertEquals(bench({ offers }).sent[0]!.parameters.media, offers as unknown as undefined);
  }
  assertEquals(offersFor("inverted")[0]!.channels, ["internal", "external"]);
});

Deno.test("channels in another order than offered are no offered entry", () => {
  const call = bench().opened([offersFor("inverted")[0]]);
  assertEquals(call.violations, ["MEDIA_ALTERED"]);
});

Deno.test("the position counts each sample once, however many channels there are", () => {
  const call = bench().opened([stereo]);
  call.input({ type: "caller_audio", audio: bytes(800) }).input({ type: "language", tag: "de-de" });
  assertEquals(sent(call), ["open PT0.0S", "update PT0.4S"]);
});

Deno.test("a pause tells where it began and how long it was, in time of the media", () => {
  const call = bench().opened([stereo]);
  call.input({ type: "caller_audio", audio: bytes(400) }).input({ type: "hold" });
  call.input({ type: "caller_audio", audio: bytes(2000) }).input({ type: "unhold" });
  assertEquals(call.count("send_audio"), 1);
  assertEquals(call.sent.at(-1)!.parameters, { start: "PT0.2S", discarded: "PT1.0S" });
  call.input({ type: "hang_up" });
  assertEquals(call.sent.at(-1)!.position, "PT1.2S");
});

Deno.test("sound that is lost on our side is told as discarded, in a pause with its end", () => {
  const call = bench().opened([stereo]);
  call.input({ type: "skip", bytes: 1600 });
  assertEquals(call.sent.at(-1)!.type, "discarded");
  assertEquals(call.sent.at(-1)!.parameters, { start: "PT0.0S", discarded: "PT0.2S" });
  call.input({ type: "hold" }).input({ type: "skip", bytes: 800 }).input({ type: "unhold" });
  assertEquals(call.sent.at(-1)!.parameters, { start: "PT0.2S", discarded: "PT0.1S" });
  assertEquals(call.sent.at(-1)!.position, "PT0.3S");
});

Deno.test("the goodbye has the reason that is wanted", () => {
  for (const reason of ["end", "error", "reconnect"] as const) {
    const call = bench().opened([stereo]).input({ type: "hang_up", reason });
    assertEquals(call.sent.at(-1)!.parameters, { reason });
  }
});

Deno.test("the languages are asked for only where they are wanted, and told on", () => {
  const told = (call: Bench) =>
    call.effects.flatMap((effect) => effect.type === "opened" ? [effect.languages] : []);
  const asking = bench({ asksLanguages: true });
  assertEquals(asking.sent[0]!.parameters.supportedLanguages, true);
  asking.message("opened", { media: [stereo], supportedLanguages: ["en-US", "de-DE"] });
  assertEquals([told(asking), asking.violations], [[["en-US", "de-DE"]], []]);
  const silent = bench({ asksLanguages: true }).opened([stereo]);
  assertEquals(silent.violations, ["LANGUAGES"]);
  const other = bench().opened([stereo]);
  assertEquals("supportedLanguages" in other.sent[0]!.parameters, false);
  assertEquals([told(other), other.violations], [[null], []]);
});

Deno.test("closed in good time and an answered update are told on, nothing is wrong with them", () => {
  const call = bench().opened([stereo]).input({ type: "language", tag: "de-de" });
  call.message("updated").input({ type: "hang_up" }).pass(3900);
  call.message("event", { entities: [{ type: "transcript", data: {} }] }).message("closed");
  assertEquals([call.count("updated"), call.count("entity"), call.violations], [1, 1, []]);
});
