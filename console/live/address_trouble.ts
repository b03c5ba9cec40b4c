// Why Genesys could not reach an address, before anybody tries. Pure.

export interface AddressTrouble {
  title: string;
  words: string;
}

/** Null where nothing speaks against it: a name on the public internet, over TLS. */
export function addressTrouble(url: string): AddressTrouble | null {
  const at = URL.canParse(url) ? new URL(url) : null;
  if (!at) {
    return { title: "This is not an address", words: "Set the server's public address." };
  }
  if (isPrivate(at.hostname)) {
    return {
      title: "Genesys cannot reach this address",
      words: "It leads to this machine or network only. Give the server a public name, or use a " +
        "tunnel, and tell it that address. Test calls work without.",
    };
  }
  if (at.protocol !== "wss:") {
    return {
      title: "Genesys dials over TLS only",
      words: "Put the server behind a proxy with a certificate of a public authority.",
    };
  }
  return null;
}

function isPrivate(host: string): boolean {
  return /^(localhost|.*\.localhost|.*\.local|.*\.internal|\[?::1?\]?)$/.test(host) ||
    /^(0|10|127)\.|^192\.168\.|^172\.(1[6-9]|2\d|3[01])\.|^169\.254\./.test(host);
}
