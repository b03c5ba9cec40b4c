// How an answer travels: a first byte that says whether it is one, then its bytes. Pure.
import { BusError } from "./bus.ts";

const GOOD = 1;

/** Whoever was asked could not. */
export const FAILED_ANSWER: Uint8Array = Uint8Array.of(0);

export function goodAnswer(data: Uint8Array): Uint8Array {
  const whole = new Uint8Array(data.byteLength + 1);
  whole[0] = GOOD;
  whole.set(data, 1);
  return whole;
}

/** @throws BusError "failed" */
export function readAnswer(subject: string, answer: Uint8Array): Uint8Array {
  if (answer[0] === GOOD) return answer.subarray(1);
  throw new BusError("failed", `"${subject}" could not be answered`);
}
