// The browser's own player, without its controls: one file of two channels, one of which can be left out. Knows nothing
// of calls.

export const SIDES = ["both", "caller", "agent"] as const;
export type Side = (typeof SIDES)[number];

export interface MediaPlayer {
  readonly atMs: number;
  /** Null: it is not known yet. */
  readonly lengthMs: number | null;
  readonly state: "paused" | "loading" | "playing" | "ended" | "failed";
  play(): void;
  pause(): void;
  seek(ms: number): void;
  setRate(rate: number): void;
  setSide(side: Side): void;
  /** Called whenever any of it may be another. */
  onChange: () => void;
  stop(): void;
}

const EVENTS = [
  "timeupdate",
  "durationchange",
  "play",
  "playing",
  "pause",
  "waiting",
  "seeking",
  "seeked",
  "ended",
  "error",
] as const;

export function browserMediaPlayer(url: string): MediaPlayer {
  const audio = new Audio();
  // Nothing is fetched before somebody wants to hear it: who does is written down.
  audio.preload = "none";
  audio.src = url;
  let sides: SidesNode | null = null;
  let failed = false;

  const player: MediaPlayer = {
    get atMs() {
      return audio.currentTime * 1000;
    },
    get lengthMs() {
      return Number.isFinite(audio.duration) ? audio.duration * 1000 : null;
    },
    get state() {
      if (failed || audio.error) return "failed";
      if (audio.ended) return "ended";
      if (audio.paused) return "paused";
      return audio.readyState < HTMLMediaElement.HAVE_FUTURE_DATA ? "loading" : "playing";
    },
    play() {
      failed = false;
      if (audio.error) audio.load();
      sides?.resume();
      audio.play().catch((error: unknown) => {
        // Paused before it had begun: nothing is wrong.
        if (error instanceof DOMException && error.name === "AbortError") return;
        failed = true;
        player.onChange();
      });
    },
    pause: () => audio.pause(),
    seek: (ms) => void (audio.currentTime = ms / 1000),
    setRate(rate) {
      audio.defaultPlaybackRate = audio.playbackRate = rate;
    },
    setSide(side) {
      if (side !== "both") sides ??= sidesOf(audio);
      sides?.choose(side);
    },
    onChange() {},
    stop() {
      for (const event of EVENTS) audio.removeEventListener(event, changed);
      audio.pause();
      audio.removeAttribute("src");
      audio.load();
      sides?.close();
    },
  };
  const changed = () => player.onChange();
  for (const event of EVENTS) audio.addEventListener(event, changed);
  return player;
}

interface SidesNode {
  choose(side: Side): void;
  resume(): void;
  close(): void;
}

/** One side alone is heard in both ears. */
function sidesOf(audio: HTMLAudioElement): SidesNode {
  const context = new AudioContext();
  const source = context.createMediaElementSource(audio);
  const splitter = context.createChannelSplitter(2);
  source.connect(splitter);
  return {
    choose(side) {
      source.disconnect();
      splitter.disconnect();
      if (side === "both") {
        source.connect(context.destination);
      } else {
        source.connect(splitter);
        splitter.connect(context.destination, side === "caller" ? 0 : 1);
      }
      void context.resume();
    },
    resume: () => void context.resume(),
    close: () => void context.close(),
  };
}
