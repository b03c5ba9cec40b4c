// The ports of phone systems that have one of their own, for main: Agent Voice Response and AudioSocket.
import type { App } from "../app_deps.ts";
import type { Clock } from "../clock.ts";
import type { Config } from "../config/config.ts";
import { faultPlace } from "../guard.ts";
import type { Log } from "../observe/log.ts";

/** A machine without free descriptors fails at once: no reason to try as fast as it fails. */
const ACCEPT_AGAIN_MS = 100;

export interface PhonePorts {
  /** Ports in use; null: not opened. */
  avr: number | null;
  audioSocket: number | null;
  /** Takes nothing more; what is open goes on. */
  stop(): Promise<void>;
}

/** @throws {Error} that names the port and the setting where one cannot be opened. */
export function openPhonePorts(
  { config, app, clock, log }: { config: Config; app: App; clock: Clock; log: Log },
): PhonePorts {
  const { AVR_PORT, AVR_HOST, AUDIOSOCKET_PORT, AUDIOSOCKET_HOST } = config;
  const avr = AVR_PORT === null ? null : listening(
    { hostname: AVR_HOST, port: AVR_PORT, setting: "AVR_PORT" },
    (address) =>
      Deno.serve(
        { ...address, onListen() {} },
        (request, { remoteAddr }) =>
          app.fetchAvr(request, "hostname" in remoteAddr ? remoteAddr.hostname : ""),
      ),
  );
  const audioSocket = AUDIOSOCKET_PORT === null ? null : listening(
    { hostname: AUDIOSOCKET_HOST, port: AUDIOSOCKET_PORT, setting: "AUDIOSOCKET_PORT" },
    (address) => Deno.listen(address),
  );
  if (audioSocket) void accept(audioSocket, { app, clock, log });
  return {
    avr: avr?.addr.port ?? null,
    audioSocket: audioSocket?.addr.port ?? null,
    async stop() {
      audioSocket?.close();
      await avr?.shutdown();
    },
  };
}

/** Where phone systems other than Genesys dial, for people; without the tokens. */
export function openDoors(
  config: Config,
  ports: PhonePorts,
  audiohookUrl: string,
): { name: string; address: string }[] {
  const main = audiohookUrl.replace(/\/audiohook$/, "");
  const doors: { name: string; address: string }[] = [];
  if (config.AUDIOCODES_TOKEN.length > 0 || config.AUDIOCODES_JWKS_URL !== "") {
    doors.push({ name: "AudioCodes", address: `${main}/audiocodes` });
  }
  const token = config.AVR_TOKEN === "" ? "" : "/<AVR_TOKEN>";
  if (ports.avr !== null) {
    doors.push({ name: "AVR", address: `ws://${hostOf(config.AVR_HOST)}:${ports.avr}${token}` });
  } else if (token !== "") {
    doors.push({ name: "AVR", address: `${main}/avr${token}` });
  }
  if (ports.audioSocket !== null) {
    const host = hostOf(config.AUDIOSOCKET_HOST);
    doors.push({ name: "Asterisk", address: `AudioSocket(…,${host}:${ports.audioSocket})` });
  }
  if (config.ASTERISK_TOKEN !== "") {
    doors.push({ name: "Asterisk", address: `${main}/asterisk/media/<ASTERISK_TOKEN>` });
  }
  return doors;
}

const hostOf = (host: string) => host.includes(":") ? `[${host}]` : host;

function listening<T>(
  { setting, ...address }: { hostname: string; port: number; setting: string },
  open: (address: { hostname: string; port: number }) => T,
): T {
  try {
    return open(address);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(
      `Cannot listen on ${address.hostname}:${address.port}. ${reason}. ` +
        `Stop what listens there, or set ${setting} to another one.`,
    );
  }
}

/** Until the listener is closed; a connection that breaks while it is accepted is no reason to stop. */
async function accept(
  listener: Deno.TcpListener,
  { app, clock, log }: { app: App; clock: Clock; log: Log },
): Promise<void> {
  for (;;) {
    try {
      void app.serveAudioSocket(await listener.accept());
    } catch (error) {
      if (error instanceof Deno.errors.BadResource) return;
      log.warn("audiosocket_accept", { place: faultPlace(error) });
      await new Promise<void>((resolve) => clock.after(ACCEPT_AGAIN_MS, resolve));
    }
  }
}
