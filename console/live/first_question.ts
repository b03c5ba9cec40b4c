// Who is signed in: the first thing that every page asks, and nothing is shown before its answer. Asked while the rest of
// the page is on its way. Imports nothing.

const WHO = "/api/session";
/** As long as any other request of api.ts. */
const GIVE_UP_MS = 15_000;
let answer: Promise<Response> | null = null;

export function askFirst(ask: typeof fetch): void {
  answer = ask(WHO, {
    headers: { accept: "application/json" },
    signal: AbortSignal.timeout(GIVE_UP_MS),
  });
  // Whoever takes it learns of a failure; a page that is left before that does not need to.
  answer.catch(() => {});
}

/** `fetch`, which gives that answer to the first who asks the same. */
export function firstAnswered(ask: typeof fetch): typeof fetch {
  return (input, init) => {
    const asked = answer;
    if (!asked || input !== WHO || init?.method !== "GET") return ask(input, init);
    answer = null;
    return asked;
  };
}
