// The bot's sound at VoiceAI Connect: one stream at a time, in a format that was offered, at the pace of real time
// (audiocodes § 5). Pure: it works on the turn of a session's step.
import { bytesPerMs } from "../../audio/sound_format.ts";
import type { BotMessage } from "./bot_message.ts";
import { mediaFormat, sampleBytes, withoutWavHeader } from "./media_format.ts";
import { AHEAD_MS, AHEAD_TOLERANCE_MS, breach, silence, type Turn } from "./session_state.ts";

type Message<T> = Extract<BotMessage, { type: T }>;

export function startPlay(turn: Turn, message: Message<"playStream.start">): void {
  const { state, effects, atMs } = turn;
  const { streamId: id, altText } = message;
  if (state.play) breach(turn, "TWO_STREAMS", `${id} while ${state.play.id} is open`);
  if (state.usedIds.has(id)) breach(turn, "STREAM_ID_REUSED", id.slice(0, 60));
  const { offered } = state.config;
  const format = offered.includes(message.mediaFormat) && mediaFormat(message.mediaFormat);
  if (!format) {
    state.play = null;
    return breach(turn, "FORMAT_NOT_OFFERED", `playStream.start with ${message.mediaFormat}`);
  }
  state.usedIds = new Set(state.usedIds).add(id);
  state.play = {
    id,
    format,
    openedAtMs: atMs,
    headed: false,
    toldTooFast: false,
    toldLeftOpen: false,
  };
  state.callerSpeaks = false;
  state.answerDueAtMs = 0;
  effects.push({ type: "stream", format });
  if (altText) effects.push({ type: "words", role: "agent", text: altText });
}

export function chunkPlay(turn: Turn, message: Message<"playStream.chunk">): void {
  const { state, effects, atMs } = turn;
  const { play } = state;
  if (play?.id !== message.streamId) {
    return breach(turn, "CHUNK_OUTSIDE", `${message.streamId}, open is ${play?.id ?? "none"}`);
  }
  let sound: Uint8Array;
  try {
    // Uint8Array.fromBase64 would pass over blanks; the protocol has no place for them.
    if (/\s/.test(message.audioChunk)) throw new SyntaxError("blanks");
    sound = Uint8Array.fromBase64(message.audioChunk, { lastChunkHandling: "strict" });
  } catch {
    return breach(turn, "BASE64", `${message.audioChunk.length} characters`);
  }
  if (play.format.wav && !play.headed) {
    const read = withoutWavHeader(sound, play.format);
    if ("fault" in read) return breach(turn, "WAV_HEADER", read.fault);
    sound = read.sound;
  } else if (sound.length === 0) {
    return breach(turn, "CHUNK_EMPTY", `stream ${play.id}`);
  }
  if (sound.length % sampleBytes(play.format) !== 0) {
    return breach(turn, "HALF_SAMPLE", `${sound.length} bytes of ${play.format.name}`);
  }
  state.soundUntilMs = Math.max(state.soundUntilMs, atMs) +
    sound.length / bytesPerMs(play.format.sound);
  const aheadMs = state.soundUntilMs - atMs;
  const tooFast = aheadMs > AHEAD_MS + AHEAD_TOLERANCE_MS;
  if (tooFast && !play.toldTooFast) breach(turn, "TOO_FAST", `${aheadMs.toFixed(0)} ms ahead`);
  state.play = { ...play, headed: true, toldTooFast: play.toldTooFast || tooFast };
  if (sound.length) effects.push({ type: "play", sound });
}

/** No more chunks; what was received is heard, unless the caller is known to speak into it. */
export function stopPlay(turn: Turn, message: Message<"playStream.stop">): void {
  const { state } = turn;
  if (state.play?.id !== message.streamId) {
    const open = state.play?.id ?? "none";
    return breach(turn, "STOP_OUTSIDE", `${message.streamId}, open is ${open}`);
  }
  state.play = null;
  if (state.config.bargeIn && state.callerSpeaks) silence(turn);
}
