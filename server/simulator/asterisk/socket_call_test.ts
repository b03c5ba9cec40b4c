import { assert, assertEquals, assertMatch, assertRejects } from "@std/assert";
import { decodeUlaw, SILENCE } from "../../audio/ulaw.ts";
import { Script } from "../caller/caller_script.ts";
import { CallRefused } from "../caller/web_line.ts";
import { loadSpeech } from "../speech.ts";
import { quickClock } from "./quick_clock.ts";
import {
  type MediaSide,
  type ScriptedMediaSocket,
  type ScriptedMediaSocketOptions,
  startScriptedMediaSocket,
} from "./scripted_media_socket.ts";
import {
  type AsteriskSocketCallOptions,
  type AsteriskSocketCallReport,
  placeAsteriskSocketCall,
} from "./socket_call.ts";

const speech = await loadSpeech();

async function call(
  server: ScriptedMediaSocketOptions,
  options: Partial<AsteriskSocketCallOptions> & { steps?: unknown[] } = {},
): Promise<{ report: AsteriskSocketCallReport; server: ScriptedMediaSocket }> {
  const scripted = startScriptedMediaSocket(server);
  const { steps = [{ do: "pause", ms: 300 }], ...rest } = options;
  try {
    const report = await placeAsteriskSocketCall({
      url: scripted.url,
      clock: quickClock,
      speech,
      script: Script.parse({ name: "test", steps }),
      ...rest,
    });
    return { report, server: scripted };
  } finally {
    await scripted.stop();
  }
}

/** Frames of a tone in slin at 8 kHz. */
function tone(frames: number): Uint8Array<ArrayBuffer> {
  const pcm = Int16Array.from({ length: frames * 160 }, (_, i) => Math.sin(i / 3) * 8000);
  return new Uint8Array(pcm.buffer);
}

const at = (frame: number, act: (side: MediaSide) => void) => (nth: number, side: MediaSide) => {
  if (nth === frame) act(side);
};
const rules = ({ breaches }: AsteriskSocketCallReport) => breaches.map(({ rule }) => rule);
const loudMs = ({ heard }: AsteriskSocketCallReport) =>
  heard.reduce((sum, byte) => sum + (byte === SILENCE ? 0 : 1), 0) / 8;

Deno.test("Asterisk dials with the sub-protocol and the query, starts the media, and sends frames and digits", async () => {
  const { report, server } = await call({}, {
    token: "t0ken",
    caller: "+4930",
    variables: { order: "A 17" },
    conversationId: "conv-1",
    steps: [{ do: "press", digits: "5", gapMs: 20 }, { do: "pause", ms: 300 }],
  });
  assertEquals([report.breaches, report.endedBy], [[], "caller"]);
  const [url] = server.dialled;
  assertEquals(url!.pathname, "/asterisk/media/t0ken");
  const pairs = Object.fromEntries(url!.searchParams);
  assertEquals(pairs, { from: "+4930", to: "+4930555010100", uniqueid: "conv-1", order: "A 17" });
  assertEquals(server.offered, ["media"]);
  assertMatch(
    server.texts[0]!,
    /^MEDIA_START connection_id:conv-1 channel:\S+ channel_id:pbx-conv-1 format:slin optimal_frame_size:320 ptime:20$/,
  );
  assertEquals(server.texts[1], "DTMF_END digit:5 channel_id:pbx-conv-1");
  assert(server.media.length > 5 && server.media.every(({ length }) => length === 320));
  assertEquals(server.closes, [1000]);
});

Deno.test("a bulk is heard in real time, and its mark comes when it is over", async () => {
  let markedAfter = 0;
  let sentAt = 0;
  const { report, server } = await call({
    onMedia: at(3, (side) => {
      side.text("ANSWER");
      side.media(tone(50));
      side.text("MARK_MEDIA m-1");
      sentAt = quickClock.now();
    }),
    onText(text, side) {
      if (!text.startsWith("MEDIA_MARK")) return;
      markedAfter = quickClock.now() - sentAt;
      side.text("HANGUP");
    },
  }, { steps: [{ do: "expect_end" }] });
  assertEquals([report.breaches, report.endedBy, report.scriptError], [[], "server", null]);
  assert(server.texts.includes("MEDIA_MARK_PROCESSED correlation_id:m-1"));
  assert(markedAfter > 950, `${markedAfter}`);
  assert(loudMs(report) > 900 && report.cutMs < 60, `${loudMs(report)}, ${report.cutMs}`);
  assertEquals(server.closes, [1000]);
});

Deno.test("a flush silences the phone, drops the marks, and is idle when nothing is queued", async () => {
  const { report, server } = await call({
    onMedia(nth, side) {
      if (nth === 3) {
        side.media(tone(100));
        side.text("MARK_MEDIA m-1");
      }
      if (nth === 20) side.text("FLUSH_MEDIA");
      if (nth === 22) side.text("FLUSH_MEDIA");
    },
  }, { steps: [{ do: "pause", ms: 1500 }] });
  assertEquals([report.breaches, report.bargeIns, report.idleFlushes], [[], 1, 1]);
  assert(loudMs(report) < 1000, `${loudMs(report)}`);
  assertEquals(server.texts.length, 1);
});

Deno.test("flow control, the status and a drained queue are told", async () => {
  const { report, server } = await call({
    onMedia(nth, side) {
      if (nth === 1) {
        for (let i = 0; i < 6; i++) side.media(tone(155));
      }
      if (nth === 2) side.text("GET_STATUS");
      if (nth === 3) side.text("REPORT_QUEUE_DRAINED");
      if (nth === 4) side.text("FLUSH_MEDIA");
    },
    onText: (text, side) => text === "QUEUE_DRAINED" && side.text("HANGUP"),
  }, { steps: [{ do: "expect_end" }] });
  assertEquals([rules(report), report.endedBy], [[], "server"]);
  const names = server.texts.map((text) => text.split(" ")[0]);
  assertEquals(names, ["MEDIA_START", "MEDIA_XOFF", "STATUS", "MEDIA_XON", "QUEUE_DRAINED"]);
  assertMatch(
    server.texts[2]!,
    /queue_length:9\d\d xon_level:800 xoff_level:900 queue_full:true bulk_media:false/,
  );
});

Deno.test("buffered media may come in any length, and the last frame is filled with silence", async () => {
  const { report, server } = await call({
    onMedia: at(2, (side) => {
      side.text("START_MEDIA_BUFFERING");
      const sound = tone(10);
      for (let from = 0; from < sound.length - 100; from += 333) {
        side.media(sound.slice(from, Math.min(from + 333, sound.length - 100)));
      }
      side.text("STOP_MEDIA_BUFFERING b-1");
    }),
  }, { steps: [{ do: "pause", ms: 600 }] });
  assertEquals(rules(report), []);
  assertEquals(server.texts.at(-1), "MEDIA_BUFFERING_COMPLETED b-1");
  assert(loudMs(report) > 180 && loudMs(report) <= 200, `${loudMs(report)}`);
});

Deno.test("what comes while media is paused is heard when it continues", async () => {
  const { report } = await call({
    onMedia(nth, side) {
      if (nth === 2) side.text("PAUSE_MEDIA");
      if (nth === 3) side.media(tone(10));
      if (nth === 20) side.text("CONTINUE_MEDIA");
    },
  }, { steps: [{ do: "pause", ms: 800 }] });
  assertEquals(rules(report), []);
  const begins = report.heard.findIndex((byte) => byte !== SILENCE) / 8;
  assert(begins >= 300 && loudMs(report) > 150, `${begins}, ${loudMs(report)}`);
});

Deno.test("media flows only in the direction that the server wants", async () => {
  const { report, server } = await call({
    onMedia(nth, side) {
      if (nth === 2) side.text("SET_MEDIA_DIRECTION in");
      if (nth === 3) side.media(tone(5));
      if (nth === 4) side.text("SET_MEDIA_DIRECTION out");
    },
  }, { steps: [{ do: "pause", ms: 600 }] });
  assertEquals([rules(report), loudMs(report)], [[], 0]);
  assert(server.media.length < 20, `${server.media.length}`);
});

for (const format of ["ulaw", "alaw", "slin16", "slin24+json"]) {
  Deno.test(`with ${format} the caller and the server hear each other`, async () => {
    const { report, server } = await call({
      onMedia(nth, side) {
        if (nth > 20 && nth <= 24) side.media(loudNoise(nth));
      },
    }, { format, steps: [{ do: "say", recording: "caller-yes" }, { do: "listen", quietMs: 400 }] });
    assertEquals([rules(report), report.scriptError], [[], null]);
    assertEquals(server.texts[0]!.startsWith("{"), format.endsWith("+json"));
    // One frame at least: on a busy machine the others may come after the caller has left.
    assert(loudMs(report) > 50, `${loudMs(report)}`);
  });
}

/** Loud noise of any format: the right length is all that matters. */
function loudNoise(nth: number): Uint8Array<ArrayBuffer> {
  return new Uint8Array(1920).map((_, i) => (i * 7 + nth) % 64);
}

Deno.test("a control message in JSON is obeyed where JSON was dialled", async () => {
  const { report, server } = await call({
    onMedia: at(2, (side) => {
      side.media(tone(5));
      side.text(JSON.stringify({ command: "MARK_MEDIA", correlation_id: "m-1" }));
    }),
    onText(text, side) {
      if (JSON.parse(text).event === "MEDIA_MARK_PROCESSED") side.text('{"command":"HANGUP"}');
    },
  }, { format: "slin+json", steps: [{ do: "expect_end" }] });
  assertEquals([rules(report), report.endedBy], [[], "server"]);
  assertEquals(JSON.parse(server.texts[0]!).optimal_frame_size, 320);
});

Deno.test("split media cuts samples in two, and none is lost", async () => {
  const { id, audio } = speech.byId("caller-yes");
  const { report, server } = await call({}, { split: true, steps: [{ do: "say", recording: id }] });
  assertEquals(rules(report), []);
  assert(server.media.some(({ length }) => length % 2 === 1));
  const bytes = Uint8Array.from(server.media.flatMap((one) => [...one]));
  const pcm = new Int16Array(bytes.slice(0, bytes.length & ~1).buffer);
  const wanted = decodeUlaw(audio.subarray(2000, 2200));
  const found = pcm.findIndex((_, from) => wanted.every((one, i) => pcm[from + i] === one));
  assert(found >= 0);
});

const BROKEN: [string, string, (side: MediaSide) => void][] = [
  ["COMMAND", "a command in small letters", (side) => side.text("hangup")],
  ["COMMAND", "a direction that does not exist", (side) => side.text("SET_MEDIA_DIRECTION up")],
  ["MEDIA_SIZE", "media that fills no frame", (side) => side.media(new Uint8Array(321))],
  ["QUEUE_FULL", "media beyond the queue", (side) => {
    for (let i = 0; i < 11; i++) side.media(tone(100));
  }],
];
for (const [rule, what, act] of BROKEN) {
  Deno.test(`${what} is a breach and the call goes on`, async () => {
    const { report } = await call({
      onMedia: at(2, (side) => {
        act(side);
        side.text("HANGUP");
      }),
    }, { steps: [{ do: "expect_end" }] });
    assertEquals([rules(report), report.endedBy], [[rule], "server"]);
  });
}

Deno.test("a message that is too long ends the call", async () => {
  for (const long of ["media", "text"] as const) {
    const { report } = await call({
      onMedia: at(2, (side) => {
        if (long === "media") side.media(new Uint8Array(65_600));
        else side.text("A".repeat(65_600));
      }),
    }, { steps: [{ do: "expect_end" }] });
    assertEquals([rules(report), report.endedBy], [["MESSAGE_SIZE"], "violation"]);
  }
});

Deno.test("a socket that is closed in order ends the call; one that breaks is lost", async () => {
  const steps = [{ do: "expect_end" }];
  const closed = await call({ onMedia: at(2, (side) => side.close(1000)) }, { steps });
  assertEquals([rules(closed.report), closed.report.endedBy], [[], "server"]);
  const lost = await call({ onMedia: at(2, (side) => side.close(4000)) }, { steps });
  assertEquals([rules(lost.report), lost.report.endedBy], [["SOCKET_LOST"], "server_lost"]);
});

Deno.test("a line that the script breaks is no fault of the server's", async () => {
  const { report, server } = await call({}, { steps: [{ do: "pause", ms: 100 }, { do: "drop" }] });
  assertEquals([rules(report), report.endedBy], [[], "dropped"]);
  assert(server.closes[0] !== 1000);
});

Deno.test("a server that refuses, forgets the sub-protocol, or a format that does not exist", async () => {
  await assertRejects(() => call({ refuse: 401 }), CallRefused, "HTTP 401");
  await assertRejects(() => call({ forgetsProtocol: true }), Error, "subprotocol");
  await assertRejects(() => call({}, { format: "opus" }), Error, "slin24");
});
