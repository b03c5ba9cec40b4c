// A beat that does not drift: what a late timer missed is made up for at once, so that as much sound flows as should.

/** The first beat is at once. @returns stops it */
export function steadily(everyMs: number, beat: () => void): () => void {
  let dueMs = performance.now();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let stopped = false;
  const wake = () => {
    for (; !stopped && dueMs <= performance.now(); dueMs += everyMs) beat();
    if (!stopped) timer = setTimeout(wake, dueMs - performance.now());
  };
  wake();
  return () => {
    stopped = true;
    clearTimeout(timer);
  };
}
