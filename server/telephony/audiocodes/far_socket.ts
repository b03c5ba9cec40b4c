// A socket that VoiceAI Connect opened to another instance of the server, for a call of this one: seen from here it is
// a socket like any other.
import { guarded } from "../../guard.ts";
import type { SocketListener, SocketPort } from "../socket_port.ts";
import type { FarLine } from "./passing_on.ts";

/** What waits in the socket itself only the other instance knows; one that is not read it closes. */
export function portOfLine(line: FarLine): SocketPort {
  return {
    bufferedAmount: 0,
    send: (data) => line.send(data),
    close: (code, reason) => line.close(code, reason),
  };
}

export function attachLine(line: FarLine, listener: SocketListener): void {
  const fault = (error: unknown) => listener.fault(error);
  line.onData = guarded(fault, (data) => {
    if (typeof data === "string") listener.text(data);
    else listener.binary(new Uint8Array(data).buffer);
  });
  line.onClose = guarded(fault, (code) => listener.closed(code));
}
