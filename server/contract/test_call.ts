// What a browser that calls an agent and the server tell each other over their WebSocket, beside the sound: mono
// mu-law at 8 kHz in binary messages, 20 to 100 ms each, both ways. Plain values: the console imports them.

/** Of the server. */
export type TestCallTells =
  /** The call is answered; this is its name. */
  | { type: "ready"; callId: string }
  /** Drop what has not been played: it was interrupted. */
  | { type: "clear" }
  /** `final` false: the words so far of somebody who still speaks. */
  | { type: "words"; speaker: "caller" | "agent"; text: string; final: boolean }
  /** The call is over: close. A second later the server does. `code` "": all is well. */
  | { type: "ended"; code: string };

/** Of the browser. */
export type TestCallAsks =
  | { type: "digit"; digit: string }
  | { type: "hang_up" }
  /** All that came has been played. */
  | { type: "playback" };

/** Bytes of a binary message of the browser: more is no microphone's. */
export const TEST_CALL_PIECE_BYTES = 2048;

/** How the server closes the socket where it is not done by the browser. */
export const TEST_CALL_CLOSED = { over: 1000, signedOut: 4401 } as const;
