// Whether an address to listen on can be reached by others than this machine and its private network. Pure.

/** "0.0.0.0" and "::" take every network there is; names are taken for what they may be. */
export function isExposed(host: string): boolean {
  const address = host.toLowerCase().replace(/^\[(.*)\]$/, "$1");
  if (address === "localhost" || address === "::1") return false;
  if (/^(127|10)(\.\d{1,3}){3}$/.test(address)) return false;
  if (/^(192\.168|169\.254)(\.\d{1,3}){2}$/.test(address)) return false;
  if (/^172\.(1[6-9]|2\d|3[01])(\.\d{1,3}){2}$/.test(address)) return false;
  return !/^f[cd][0-9a-f]{2}:/.test(address) && !/^fe[89ab][0-9a-f]:/.test(address);
}
