// The phone systems: each protocol behind its path or port, all onto the same answer. Joins the settings to
// telephony/; opens no port by itself.
import type { Clock } from "./clock.ts";
import type { Config } from "./config.ts";
import { isExposed } from "./exposed.ts";
import type { Log } from "./observe/log.ts";
import type { Metrics } from "./observe/metrics.ts";
import { createAsterisk } from "./telephony/asterisk/route.ts";
import { createAudioCodes } from "./telephony/audiocodes/route.ts";
import { createAudioHook } from "./telephony/audiohook/route.ts";
import { createAvr } from "./telephony/avr/route.ts";
import type { Answer } from "./telephony/channel.ts";
import type { AnswerTranscript } from "./telephony/transcript_channel.ts";
import type { AmiPost } from "./telephony/avr/ami.ts";

export interface PhoneSideOptions {
  config: Config;
  answer: Answer;
  transcribe: AnswerTranscript;
  /** Asked for each call before it is answered. */
  admission: () => "open" | "draining" | "full";
  /** Reaches avr-ami. */
  amiPost: AmiPost;
  clock: Clock;
  log: Log;
  metrics: Metrics;
}

export interface PhoneSide {
  /** Answers what a phone system asks; null: the request is none of theirs. */
  fetch(request: Request, remoteAddress: string): Promise<Response> | null;
  /** What comes to AVR_PORT: everything there is Agent Voice Response. */
  avr(request: Request, remoteAddress: string): Promise<Response>;
  /** One connection to AUDIOSOCKET_PORT. Never rejects. */
  audioSocket(connection: Deno.TcpConn): Promise<void>;
  /** Says goodbye on every socket, with `code` as the reason of an error. */
  closeAll(code: string): void;
}

/** @throws {Error} where the keys of Genesys cannot be used; see createKeyRing. */
export function createPhoneSide(options: PhoneSideOptions): PhoneSide {
  const { config, answer, admission, clock, log, metrics } = options;
  const common = { answer, admission, clock, log };
  const audiohook = createAudioHook({
    ...common,
    keys: config.genesysKeys,
    transcribe: options.transcribe,
    supportedLanguages: config.SUPPORTED_LANGUAGES,
    ...(config.PUBLIC_URL !== "" && { publicAuthority: new URL(config.PUBLIC_URL).host }),
    onRefusal: (code) => metrics.count("audiohook_refusals_total", { code }),
    onViolation: (code) => metrics.count("audiohook_violations_total", { code }),
    onProbe: () => metrics.count("audiohook_probes_total"),
  });
  const audiocodes = createAudioCodes({
    ...common,
    tokens: config.AUDIOCODES_TOKEN,
    jwt: config.AUDIOCODES_JWKS_URL === "" ? null : {
      jwksUrl: config.AUDIOCODES_JWKS_URL,
      issuer: config.AUDIOCODES_JWT_ISSUER,
      audience: config.AUDIOCODES_JWT_AUDIENCE,
    },
    transferTargets: config.AUDIOCODES_TRANSFER_TARGET,
    activities: config.AUDIOCODES_ACTIVITIES,
    resumeMs: config.AUDIOCODES_RESUME_SECONDS * 1000,
  });
  const avr = createAvr({
    ...common,
    token: config.AVR_TOKEN,
    transferExtension: config.AVR_TRANSFER_EXTENSION,
    transferContext: config.AVR_TRANSFER_CONTEXT,
    post: options.amiPost,
  });
  const asterisk = createAsterisk({
    ...common,
    token: config.ASTERISK_TOKEN,
    allow: config.AUDIOSOCKET_ALLOW,
    announcedOnly: config.AUDIOSOCKET_ANNOUNCED,
  });
  // Without a token Agent Voice Response is for this machine and its private network alone.
  const avrOnMain = config.AVR_TOKEN !== "" || !isExposed(config.HOST);
  const doors = { audiohook, audiocodes, avr, asterisk };
  for (const [protocol, door] of Object.entries(doors)) {
    metrics.gauge(
      `${protocol}_sockets`,
      "Sockets of this kind of phone system that are open",
      () => door.open,
    );
  }

  return {
    fetch(request, remoteAddress) {
      switch (doorOf(request.url)) {
        case "audiohook":
          return audiohook.handle(request, remoteAddress);
        case "audiocodes":
          return audiocodes.handle(request, remoteAddress);
        case "avr":
        case "speech-to-speech-stream":
          return avrOnMain ? avr.handle(request, remoteAddress) : null;
        case "asterisk":
          return asterisk.handle(request, remoteAddress);
        default:
          return null;
      }
    },
    avr: (request, remoteAddress) => avr.handle(request, remoteAddress),
    audioSocket: (connection) => asterisk.serve(connection),
    closeAll(code) {
      for (const door of Object.values(doors)) door.closeAll(code);
    },
  };
}

/** By the path as it was sent, so that a strange request target cannot slip past to the console. */
function doorOf(url: string): string | undefined {
  return /^\/+([^/]+)(\/|$)/.exec(new URL(url).pathname)?.[1];
}
