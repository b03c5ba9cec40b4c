// Of a call with us every byte that leaves, as it was before there were calls between people.
import { assertEquals } from "@std/assert";
import { ChannelRig } from "./testing/channel_rig.ts";
import { NIL, openParameters, STEREO } from "./testing/session_script.ts";
import { SESSION } from "./testing/signed_upgrade.ts";

/** All that leaves, texts byte for byte. */
function sentBy(rig: ChannelRig): string[] {
  const sent: string[] = [];
  const send = rig.socket.send.bind(rig.socket);
  rig.socket.send = (data) => {
    sent.push(typeof data === "string" ? data.replace(SESSION, "ID") : `${data.length} bytes`);
    send(data);
  };
  return sent;
}

function text(type: string, seqs: string, parameters: string): string {
  return `{"version":"2","id":"ID","type":"${type}",${seqs},"parameters":${parameters}}`;
}

Deno.test("a call with us from open to closed sends these bytes", () => {
  const rig = new ChannelRig();
  const sent = sentBy(rig);
  rig.say("open", openParameters({ media: [STEREO], supportedLanguages: true }));
  rig.say("ping", { rtt: "PT0.02S" });
  rig.channel.play(new Uint8Array(800));
  rig.channel.report({ disposition: "match", text: "Yes." });
  rig.channel.clear();
  rig.say("update", { language: "de-DE" });
  rig.say("dtmf", { digit: "5" });
  rig.say("paused");
  rig.say("resumed", { start: "PT0S", discarded: "PT1S" });
  rig.channel.end({ outcome: "completed", code: "", outputs: { intent: "refund" } });
  rig.say("ping");
  rig.say("close", { reason: "disconnect" });
  rig.say("ping");
  rig.clock.advance(20_000);
  const stereo = '{"type":"audio","format":"PCMU","channels":["external","internal"],"rate":8000}';
  assertEquals(sent, [
    text(
      "opened",
      '"seq":1,"clientseq":1',
      `{"startPaused":false,"media":[${stereo}],"supportedLanguages":[]}`,
    ),
    text("pong", '"seq":2,"clientseq":2', "{}"),
    "800 bytes",
    text(
      "event",
      '"seq":3,"clientseq":2',
      '{"entities":[{"type":"bot_turn_response","data":{"disposition":"match","text":"Yes."}}]}',
    ),
    text("event", '"seq":4,"clientseq":2', '{"entities":[{"type":"barge_in","data":{}}]}'),
    text("updated", '"seq":5,"clientseq":3', "{}"),
    text(
      "disconnect",
      '"seq":6,"clientseq":6',
      '{"reason":"completed","outputVariables":{"intent":"refund"}}',
    ),
    text("pong", '"seq":7,"clientseq":7', "{}"),
    text("closed", '"seq":8,"clientseq":8', "{}"),
  ]);
});

Deno.test("the caller's goodbye is answered at once, whatever waits for the rate", () => {
  const rig = ChannelRig.open();
  for (let i = 0; i < 40; i++) rig.channel.report({ disposition: "match" });
  const sent = sentBy(rig);
  rig.say("close", { reason: "end" });
  rig.clock.advance(20_000);
  assertEquals(sent, [text("closed", '"seq":21,"clientseq":2', "{}")]);
  assertEquals(rig.listener.told, ["closed"]);
});

Deno.test("a probe of a call with us gets these bytes", () => {
  const rig = new ChannelRig();
  const sent = sentBy(rig);
  rig.say("open", openParameters({ conversationId: NIL, supportedLanguages: true }));
  rig.say("close", { reason: "end" });
  assertEquals(sent, [
    text(
      "opened",
      '"seq":1,"clientseq":1',
      '{"startPaused":false,"media":[],"supportedLanguages":[]}',
    ),
    text("closed", '"seq":2,"clientseq":2', "{}"),
  ]);
});
