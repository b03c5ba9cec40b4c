// Places the calls that `deno task call` was asked for, on any of the protocols, one by its number. It reads no
// arguments and knows no wire.
import { readWav, writeWav } from "../audio/wav.ts";
import { placeAudioSocketCall } from "./asterisk/call.ts";
import { placeAsteriskSocketCall } from "./asterisk/socket_call.ts";
import { placeAudioCodesCall } from "./audiocodes/call.ts";
import { placeCall } from "./audiohook/call.ts";
import { GENESYS_USER_AGENT } from "./audiohook/handshake.ts";
import { placeAvrCall } from "./avr/call.ts";
import { placeAvrHttpCall } from "./avr/http_call.ts";
import type { CallArguments } from "./call_arguments.ts";
import { type CallSummary, summaryOfGenesys, summaryOfPhone } from "./call_summary.ts";
import type { Script } from "./caller/caller_script.ts";
import { loadScript } from "./caller/conversations.ts";
import type { PhoneCallOptions, PhoneCallReport } from "./caller/phone_call.ts";
import { randomScript } from "./caller/random_script.ts";
import type { ProtocolName } from "./phone_protocol.ts";
import { seededRandom } from "./seeded_random.ts";
import { loadSpeech, type Speech } from "./speech.ts";
import { readFile, sentenceOf, type Terminal } from "./terminal.ts";

/** Places the call of this number; whether all went well. */
export type PlaceOne = (number: number) => Promise<boolean>;

export type ReadyArguments = CallArguments & { apiKey: string };

type AnnouncedOptions = PhoneCallOptions & { announceUrl?: string };
const PLACES: Readonly<
  Record<
    Exclude<ProtocolName, "audiohook">,
    (options: AnnouncedOptions) => Promise<PhoneCallReport>
  >
> = {
  audiocodes: placeAudioCodesCall,
  avr: placeAvrCall,
  "avr-http": placeAvrHttpCall,
  audiosocket: placeAudioSocketCall,
  "asterisk-ws": placeAsteriskSocketCall,
};

export async function prepareCalls(
  options: ReadyArguments,
  terminal: Terminal,
): Promise<PlaceOne> {
  const { calls, protocol } = options;
  const speech = await loadSpeech();
  const sayings = speech.recordings.filter(({ role }) => role === "caller").map(({ id }) => id);
  const script = options.script === undefined ? undefined : await loadScript(options.script);
  const audio = options.wav === undefined ? undefined : readWav(await readFile(options.wav));
  const seed = options.seed ?? Math.floor(Math.random() * 1e9);
  if (script?.needs) {
    terminal.print(
      `This script means something only with ${script.needs} (no check is made of that).`,
    );
  }
  const { outputs, endReason } = script?.expect ?? {};
  if ((outputs || endReason) && protocol !== "audiohook") {
    terminal.print(
      "Output variables that this script expects are not looked at: only Genesys gets any.",
    );
  }
  if (options.random) terminal.print(`Random callers, again with: --random --seed ${seed}`);

  return async (number) => {
    const prefix = calls > 1 ? `[${number}] ` : "";
    const print = (line: string) => terminal.print(prefix + line);
    const itsScript = options.random
      ? possible(randomScript(seededRandom(seed + number - 1), sayings), protocol)
      : script;
    try {
      const summary = await placeOn(options, {
        speech,
        onEvent: print,
        ...(itsScript ? { script: itsScript } : {}),
        ...(audio ? { audio } : {}),
        ...(terminal.signal ? { signal: terminal.signal } : {}),
      });
      for (const line of summary.lines) print(line);
      if (options.record) {
        const path = calls > 1
          ? options.record.replace(/(\.wav)?$/i, `-${number}.wav`)
          : options.record;
        await Deno.writeFile(path, writeWav(summary.heard));
        print(`Recorded to ${path}`);
      }
      return summary.well;
    } catch (error) {
      terminal.complain(prefix + sentenceOf(error));
      return false;
    }
  };
}

/** A random caller does nothing that the protocol has no place for. */
function possible(script: Script, protocol: ProtocolName): Script {
  if (protocol !== "avr-http") return script;
  return { ...script, steps: script.steps.filter((step) => step.do !== "press") };
}

/** Who calls. */
export interface CallBy {
  speech: Speech;
  onEvent(line: string): void;
  script?: Script;
  audio?: Uint8Array;
  signal?: AbortSignal;
}

/** Rejects when the call could not be placed at all, with an Error that says what to do. */
export async function placeOn(options: ReadyArguments, caller: CallBy): Promise<CallSummary> {
  const { protocol, url, variables, digits, language, ani, dnis } = options;
  const common = {
    ...caller,
    url,
    variables,
    ...(digits ? { digits } : {}),
    ...(language ? { language } : {}),
  };
  if (protocol === "audiohook") {
    return summaryOfGenesys(
      await placeCall({
        ...common,
        apiKey: options.apiKey,
        ...(options.secret ? { secret: options.secret } : {}),
        ...(options.organization ? { organizationId: options.organization } : {}),
        ...(ani ? { ani } : {}),
        ...(dnis ? { dnis } : {}),
        ...(options.asGenesys ? { userAgent: GENESYS_USER_AGENT } : {}),
      }),
    );
  }
  const { token, format, loseSocketAfterMs, announceUrl } = options;
  return summaryOfPhone(
    await PLACES[protocol]({
      ...common,
      bargeIn: options.bargeIn,
      split: options.split,
      ...(token ? { token } : {}),
      ...(format ? { format } : {}),
      ...(loseSocketAfterMs === undefined ? {} : { loseSocketAfterMs }),
      ...(ani ? { caller: ani } : {}),
      ...(dnis ? { called: dnis } : {}),
      ...(protocol === "audiosocket" && announceUrl ? { announceUrl } : {}),
    }),
  );
}
