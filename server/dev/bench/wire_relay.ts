// The bare relay of one phone system's wire, which the bench measures against: out of the envelope, into an append, and
// back, a frame for a frame. It changes no sound, paces nothing, checks nothing; its model speaks the phone's format.
// Arguments: the model's url, the kind of wire, the type of an AudioSocket frame.
import { type AppendTo, dialModel } from "./relay_model.ts";
import type { WireKind } from "./wires.ts";

const [modelUrl, kind, typeText] = Deno.args as [string, WireKind, string];
const audioType = Number(typeText);

const PLAY_START = `{"type":"playStream.start","streamId":"1","mediaFormat":"any"}`;
/** As Hookline answers: Deno compresses what says it is text. */
const STREAM_HEADERS = {
  "content-type": "text/event-stream",
  "cache-control": "no-cache, no-transform",
};

function webSocket(request: Request): Response {
  const { socket, response } = Deno.upgradeWebSocket(
    request,
    kind === "asterisk-ws" ? { protocol: "media" } : {},
  );
  socket.binaryType = "arraybuffer";
  const send = (data: string | Uint8Array<ArrayBuffer>) => {
    if (socket.readyState === socket.OPEN) socket.send(data);
  };
  let playing = false;
  const model = dialModel(modelUrl, {
    delta(audio) {
      if (kind === "asterisk-ws") return send(Uint8Array.fromBase64(audio));
      if (kind === "avr") return send(`{"type":"audio","audio":"${audio}"}`);
      if (!playing) send(PLAY_START);
      playing = true;
      send(`{"type":"playStream.chunk","streamId":"1","audioChunk":"${audio}"}`);
    },
    lost: () => socket.close(),
  });
  socket.onmessage = ({ data }) => {
    if (typeof data !== "string") return model.append(new Uint8Array(data).toBase64());
    const answer = data.startsWith("{") ? takeText(JSON.parse(data), model) : null;
    if (answer) send(JSON.stringify(answer));
  };
  socket.onclose = () => model.close();
  return response;
}

/** @returns what is said in return */
function takeText(message: Record<string, string>, model: AppendTo): object | null {
  switch (message.type) {
    case "audio":
      model.append(message.audio!);
      return null;
    case "userStream.chunk":
      model.append(message.audioChunk!);
      return null;
    case "userStream.start":
      return { type: "userStream.started" };
    case "session.initiate":
      return { type: "session.accepted", mediaFormat: message.supportedMediaFormats![0] };
    default:
      return null;
  }
}

function stream(request: Request): Response {
  const { readable, writable } = new TransformStream<Uint8Array<ArrayBuffer>>();
  const writer = writable.getWriter();
  const over = () => void writer.close().catch(() => {});
  const model = dialModel(modelUrl, {
    delta: (audio) => void writer.write(Uint8Array.fromBase64(audio)).catch(() => {}),
    lost: over,
  });
  void (async () => {
    try {
      for await (const chunk of request.body!) model.append(chunk.toBase64());
    } catch {
      // The caller is gone.
    }
    model.close();
    over();
  })();
  return new Response(readable, { headers: STREAM_HEADERS });
}

const HEAD_BYTES = 3;
const READ_BYTES = 16_384;

async function audioSocket(connection: Deno.TcpConn): Promise<void> {
  connection.setNoDelay();
  let written: Promise<unknown> = Promise.resolve();
  const model = dialModel(modelUrl, {
    delta(audio) {
      const sound = Uint8Array.fromBase64(audio);
      const frame = new Uint8Array(HEAD_BYTES + sound.length);
      frame.set([audioType, sound.length >> 8, sound.length & 0xff]);
      frame.set(sound, HEAD_BYTES);
      written = written.then(() => connection.write(frame)).catch(() => {});
    },
    lost() {},
  });
  const buffer = new Uint8Array(READ_BYTES);
  let filled = 0;
  try {
    for (;;) {
      const count = await connection.read(buffer.subarray(filled));
      if (count === null) break;
      filled += count;
      let at = 0;
      while (filled - at >= HEAD_BYTES) {
        const end = at + HEAD_BYTES + (buffer[at + 1]! << 8 | buffer[at + 2]!);
        if (end > filled) break;
        if (buffer[at] === audioType) model.append(buffer.slice(at + HEAD_BYTES, end).toBase64());
        at = end;
      }
      buffer.copyWithin(0, at, filled);
      filled -= at;
    }
  } catch {
    // The caller is gone.
  }
  model.close();
  connection.close();
}

if (kind === "audiosocket") {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  console.log(listener.addr.port);
  for await (const connection of listener) void audioSocket(connection);
} else {
  const server = Deno.serve({
    hostname: "127.0.0.1",
    port: 0,
    onListen: ({ port }) => console.log(port),
  }, kind === "avr-http" ? stream : webSocket);
  await server.finished;
}
