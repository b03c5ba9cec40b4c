// A call's way to VoiceAI Connect: one socket, as the call sees it. Types only; a resumed call gets another one.
import type { Outgoing } from "./message.ts";

export interface Line {
  /** Sent, but not taken by the other side yet; bytes. */
  readonly backlogBytes: number;
  send(message: Outgoing): void;
  /** Closes the socket; what it still tells reaches nobody. */
  close(code: number, reason: string): void;
}
