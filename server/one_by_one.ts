// Edits wait for each other, so that each sees what the one before it left.

export type OneByOne = <T>(work: () => T | Promise<T>) => Promise<T>;

/** Work that fails does not keep the next from being done. */
export function oneByOne(): OneByOne {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const done = last.then(work);
    last = done.catch(() => {});
    return done;
  };
}
