// Which phone system a call came by, in the words of those who run it. Pure.

const WORDS: Readonly<Record<string, string>> = {
  audiohook: "Genesys",
  audiocodes: "AudioCodes",
  avr: "AVR",
  "avr-http": "AVR over HTTP",
  audiosocket: "Asterisk AudioSocket",
  "asterisk-ws": "Asterisk WebSocket",
  browser: "Browser",
};

/** All that calls come by. */
export const PROTOCOLS: readonly string[] = Object.keys(WORDS);

/** A protocol of a newer server stays readable as itself. */
export function protocolWords(protocol: string): string {
  return WORDS[protocol] ?? protocol;
}
