// Where Deno Deploy wants to be answered. It says so by a variable that the first server of the process takes, whichever
// that is: the stand-in's must not.

const NAME = "DENO_SERVE_ADDRESS";

/** Takes it away from who listens next; returns how to give it back. */
export function holdServeAddress(): () => void {
  const address = Deno.env.get(NAME);
  if (address === undefined) return () => {};
  Deno.env.delete(NAME);
  return () => Deno.env.set(NAME, address);
}
