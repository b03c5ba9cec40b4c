// Plays one short sound file at a time. Opens the loudspeakers when asked, after a press of a person, and closes them
// when it is over.

export interface SamplePlayer {
  /** Stops what is played. False: this browser cannot. `onOver`: it was heard to its end. */
  play(file: ArrayBuffer, onOver: () => void): Promise<boolean>;
  stop(): void;
}

export function browserSamplePlayer(): SamplePlayer {
  let context: AudioContext | null = null;
  function stop(): void {
    void context?.close();
    context = null;
  }
  return {
    async play(file, onOver) {
      stop();
      try {
        const opened = context = new AudioContext();
        const buffer = await opened.decodeAudioData(file);
        // Stopped meanwhile, or another one was asked for.
        if (context !== opened) return true;
        const source = opened.createBufferSource();
        source.buffer = buffer;
        source.connect(opened.destination);
        source.onended = () => {
          if (context !== opened) return;
          stop();
          onOver();
        };
        source.start();
        return true;
      } catch {
        stop();
        return false;
      }
    },
    stop,
  };
}
