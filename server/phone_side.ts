// The phone systems: each protocol behind its path or port, all onto the same answer. Joins the settings to
// telephony/; opens no port by itself.
import type { Clock } from "./clock.ts";
import type { Config } from "./config/config.ts";
import { type DoorHealth, type DoorName, DOORS } from "./contract/health.ts";
import { isExposed } from "./config/exposed.ts";
import { DoorWatch } from "./observe/door_watch.ts";
import type { Log } from "./observe/log.ts";
import type { Metrics } from "./observe/metrics.ts";
import type { AnnouncedElsewhere } from "./telephony/asterisk/announcements.ts";
import { type Asterisk, createAsterisk } from "./telephony/asterisk/route.ts";
import type { Elsewhere } from "./telephony/audiocodes/passing_on.ts";
import { type AudioCodes, createAudioCodes } from "./telephony/audiocodes/route.ts";
import { type AudioHook, createAudioHook } from "./telephony/audiohook/route.ts";
import { createAvr } from "./telephony/avr/route.ts";
import { type BrowserDoor, createBrowserDoor } from "./telephony/browser/route.ts";
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
  /** Genesys tried whether it gets through. */
  onProbe: () => void;
  /** The server calls itself: no phone system got through by that. */
  isOwn?(sessionId: string): boolean;
  /** The phone sides of other instances of the server. */
  elsewhere: PhonesElsewhere;
}

export interface PhonesElsewhere {
  audiocodes: Elsewhere;
  asterisk: AnnouncedElsewhere;
  /** A signed request of Genesys was let in, which may be used once. */
  used(name: string): void;
}

export interface PhoneSide {
  /** Answers what a phone system asks; null: the request is none of theirs. */
  fetch(request: Request, remoteAddress: string): Promise<Response> | null;
  /** What comes to AVR_PORT: everything there is Agent Voice Response. */
  avr(request: Request, remoteAddress: string): Promise<Response>;
  /** Calls from the console's own pages: the admin API lets them in. */
  browser: Pick<BrowserDoor, "admission" | "call">;
  /** One connection to AUDIOSOCKET_PORT. Never rejects. */
  audioSocket(connection: Deno.TcpConn): Promise<void>;
  /** Says goodbye on every socket, with `code` as the reason of an error. */
  closeAll(code: string): void;
  /** How each way in is doing. */
  health(): DoorHealth[];
  /** What the other instances tell these and ask of them. */
  here: {
    audiohook: Pick<AudioHook, "used">;
    audiocodes: Pick<AudioCodes, "holds" | "take">;
    asterisk: Pick<Asterisk, "announced" | "announcementTaken">;
  };
}

/** @throws {Error} where the keys of Genesys cannot be used; see createKeyRing. */
export function createPhoneSide(options: PhoneSideOptions): PhoneSide {
  const { config, answer, admission, elsewhere, clock, log, metrics } = options;
  const watches = Object.fromEntries(
    DOORS.map((door) => [door, new DoorWatch(clock)]),
  ) as Record<DoorName, DoorWatch>;
  const common = (door: DoorName) => ({
    answer,
    admission,
    clock,
    log,
    onRefusal(code: string) {
      watches[door].refused(code);
      metrics.count(`${door}_refusals_total`, { code });
    },
  });
  const audiohook = createAudioHook({
    ...common("audiohook"),
    keys: config.genesysKeys,
    transcribe: options.transcribe,
    supportedLanguages: config.SUPPORTED_LANGUAGES,
    ...(config.PUBLIC_URL !== "" && { publicAuthority: new URL(config.PUBLIC_URL).host }),
    onViolation: (code) => metrics.count("audiohook_violations_total", { code }),
    onProbe() {
      metrics.count("audiohook_probes_total");
      options.onProbe();
    },
    onUsed: elsewhere.used,
  });
  const audiocodes = createAudioCodes({
    ...common("audiocodes"),
    tokens: config.AUDIOCODES_TOKEN,
    jwt: config.AUDIOCODES_JWKS_URL === "" ? null : {
      jwksUrl: config.AUDIOCODES_JWKS_URL,
      issuer: config.AUDIOCODES_JWT_ISSUER,
      audience: config.AUDIOCODES_JWT_AUDIENCE,
    },
    transferTargets: config.AUDIOCODES_TRANSFER_TARGET,
    activities: config.AUDIOCODES_ACTIVITIES,
    resumeMs: config.AUDIOCODES_RESUME_SECONDS * 1000,
    elsewhere: elsewhere.audiocodes,
  });
  const avr = createAvr({
    ...common("avr"),
    token: config.AVR_TOKEN,
    transferExtension: config.AVR_TRANSFER_EXTENSION,
    transferContext: config.AVR_TRANSFER_CONTEXT,
    post: options.amiPost,
  });
  const asterisk = createAsterisk({
    ...common("asterisk"),
    onRefusal(code, by) {
      watches[by].refused(code);
      metrics.count("asterisk_refusals_total", { code });
    },
    answer: (invitation, channel) => {
      // By TCP nobody is answered before the call is: this is all there is of a handshake.
      if (invitation.protocol === "audiosocket") watches.audiosocket.letIn();
      return answer(invitation, channel);
    },
    token: config.ASTERISK_TOKEN,
    allow: config.AUDIOSOCKET_ALLOW,
    announcedOnly: config.AUDIOSOCKET_ANNOUNCED,
    elsewhere: elsewhere.asterisk,
  });
  // Without a token Agent Voice Response is for this machine and its private network alone.
  const avrOnMain = config.AVR_TOKEN !== "" || !isExposed(config.HOST);
  const browser = createBrowserDoor({ answer, admission, clock, log });
  const doors = { audiohook, audiocodes, avr, asterisk, browser };
  for (const [protocol, door] of Object.entries(doors)) {
    metrics.gauge(
      `${protocol}_sockets`,
      "Sockets of this kind of phone system that are open",
      () => door.open,
    );
  }

  const opened: Record<DoorName, boolean> = {
    audiohook: true,
    audiocodes: config.AUDIOCODES_TOKEN.length > 0 || config.AUDIOCODES_JWKS_URL !== "",
    avr: avrOnMain || config.AVR_PORT !== null,
    audiosocket: config.AUDIOSOCKET_PORT !== null,
    asterisk: config.ASTERISK_TOKEN !== "",
  };
  const sockets = (door: DoorName) =>
    door === "audiosocket"
      ? asterisk.openByTcp
      : door === "asterisk"
      ? asterisk.open - asterisk.openByTcp
      : doors[door].open;
  /** Beside the answer, not in its way: an upgrade must not wait. */
  function seen(door: DoorName, answered: Promise<Response>): Promise<Response> {
    answered.then(({ status }) => {
      // Agent Voice Response streams its calls in plain answers too.
      if (status === 101 || (door === "avr" && status === 200)) watches[door].letIn();
    });
    return answered;
  }
  const toAvr: PhoneSide["avr"] = (request, from) => seen("avr", avr.handle(request, from));

  return {
    fetch(request, remoteAddress) {
      switch (doorOf(request.url)) {
        case "audiohook": {
          const answered = audiohook.handle(request, remoteAddress);
          const own = options.isOwn?.(request.headers.get("audiohook-session-id") ?? "");
          return own ? answered : seen("audiohook", answered);
        }
        case "audiocodes":
          return seen("audiocodes", audiocodes.handle(request, remoteAddress));
        case "avr":
        case "speech-to-speech-stream":
          return avrOnMain ? toAvr(request, remoteAddress) : null;
        case "asterisk":
          return seen("asterisk", asterisk.handle(request, remoteAddress));
        default:
          return null;
      }
    },
    avr: toAvr,
    browser,
    here: { audiohook, audiocodes, asterisk },
    audioSocket: (connection) => asterisk.serve(connection),
    closeAll(code) {
      for (const door of Object.values(doors)) door.closeAll(code);
    },
    health: () =>
      DOORS.map((door) => ({
        door,
        open: opened[door],
        sockets: sockets(door),
        ...watches[door].facts,
      })),
  };
}

/** By the path as it was sent, so that a strange request target cannot slip past to the console. */
function doorOf(url: string): string | undefined {
  return /^\/+([^/]+)(\/|$)/.exec(new URL(url).pathname)?.[1];
}
