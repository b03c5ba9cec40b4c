// Why Genesys could not reach an address, before anybody tries. Pure.
import { CHECK_TEXTS } from "../texts/checks.ts";

const TEXTS = CHECK_TEXTS.address;

export interface AddressTrouble {
  title: string;
  words: string;
}

/** Null where nothing speaks against it: a name on the public internet, over TLS. */
export function addressTrouble(url: string): AddressTrouble | null {
  const at = URL.canParse(url) ? new URL(url) : null;
  if (!at) {
    return { title: TEXTS.none, words: TEXTS.noneWords };
  }
  if (isPrivate(at.hostname)) {
    return {
      title: TEXTS.private,
      words: TEXTS.privateWords,
    };
  }
  if (at.protocol !== "wss:") {
    return {
      title: TEXTS.plain,
      words: TEXTS.plainWords,
    };
  }
  return null;
}

function isPrivate(host: string): boolean {
  return /^(localhost|.*\.localhost|.*\.local|.*\.internal|\[?::1?\]?)$/.test(host) ||
    /^(0|10|127)\.|^192\.168\.|^172\.(1[6-9]|2\d|3[01])\.|^169\.254\./.test(host);
}
