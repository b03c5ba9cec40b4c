// The bare relay that the bench measures against: socket in, base64, JSON, socket out, and back. No logic.
import { dialModel } from "./relay_model.ts";

const upstreamUrl = Deno.args[0]!;

const server = Deno.serve({
  hostname: "127.0.0.1",
  port: 0,
  onListen: ({ port }) => console.log(port),
}, (request) => {
  const { socket: phone, response } = Deno.upgradeWebSocket(request);
  phone.binaryType = "arraybuffer";
  const model = dialModel(upstreamUrl, {
    delta(audio) {
      if (phone.readyState === phone.OPEN) phone.send(Uint8Array.fromBase64(audio));
    },
    lost: () => phone.close(),
  });
  phone.onmessage = ({ data }) => {
    if (typeof data !== "string") model.append(new Uint8Array(data).toBase64());
  };
  phone.onclose = () => model.close();
  return response;
});
await server.finished;
