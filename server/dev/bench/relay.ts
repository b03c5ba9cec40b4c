// The bare relay that the bench measures against: socket in, base64, JSON, socket out, and back. No logic.
import WebSocket from "ws";

const upstreamUrl = Deno.args[0]!;

const server = Deno.serve({
  hostname: "127.0.0.1",
  port: 0,
  onListen: ({ port }) => console.log(port),
}, (request) => {
  const { socket: phone, response } = Deno.upgradeWebSocket(request);
  phone.binaryType = "arraybuffer";
  const model = new WebSocket(upstreamUrl, { perMessageDeflate: false });
  phone.onmessage = ({ data }) => {
    if (model.readyState !== WebSocket.OPEN || typeof data === "string") return;
    model.send(`{"type":"input_audio_buffer.append","audio":"${new Uint8Array(data).toBase64()}"}`);
  };
  model.on("message", (data: Uint8Array) => {
    const event = JSON.parse(new TextDecoder().decode(data));
    if (event.type === "response.output_audio.delta" && phone.readyState === phone.OPEN) {
      phone.send(Uint8Array.fromBase64(event.delta));
    }
  });
  model.on("error", () => phone.close());
  phone.onclose = () => model.close();
  return response;
});
await server.finished;
