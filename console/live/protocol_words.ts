// Which phone system a call came by, in the words of those who run it. Pure.
import { CALL_TEXTS } from "../texts/call_words.ts";

const WORDS: Readonly<Record<string, string>> = CALL_TEXTS.protocols;

/** All that calls come by. */
export const PROTOCOLS: readonly string[] = Object.keys(WORDS);

/** A protocol of a newer server stays readable as itself. */
export function protocolWords(protocol: string): string {
  return WORDS[protocol] ?? protocol;
}
