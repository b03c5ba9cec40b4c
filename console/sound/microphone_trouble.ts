// Why a microphone could not be had, in words and with what to do. Pure.
import { SOUND_TEXTS } from "../texts/sound.ts";

/** `name`: of the error that the browser gave; "insecure": it gives no microphone to this page at all. */
export function microphoneTrouble(name: string): string {
  const texts = SOUND_TEXTS.microphone;
  switch (name) {
    case "insecure":
      return texts.insecure;
    case "NotAllowedError":
    case "SecurityError":
      return texts.notAllowed;
    case "NotFoundError":
    case "OverconstrainedError":
      return texts.notFound;
    case "NotReadableError":
    case "AbortError":
      return texts.busy;
    default:
      return texts.failed(name);
  }
}
