// Why a microphone could not be had, in words and with what to do. Pure.

/** `name`: of the error that the browser gave; "insecure": it gives no microphone to this page at all. */
export function microphoneTrouble(name: string): string {
  switch (name) {
    case "insecure":
      return "Browsers give a microphone only to pages over https or on this machine. " +
        "Open the console at its https address.";
    case "NotAllowedError":
    case "SecurityError":
      return "The browser did not allow the microphone. Allow it at the sign beside the address, " +
        "and try again.";
    case "NotFoundError":
    case "OverconstrainedError":
      return "No microphone was found. Connect one and try again.";
    case "NotReadableError":
    case "AbortError":
      return "The microphone is there and gives no sound: another program may hold it.";
    default:
      return `The microphone could not be opened (${name}).`;
  }
}
