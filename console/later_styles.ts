// What the screens beside the floor look like: one file, fetched once the page has drawn something. Its name, which changes
// with its content, is written into the page by server/dev/build.ts.

let asked: Promise<void> | null = null;

/** Resolves once they hold. Rejects where they cannot be fetched; asking again then tries again. */
export function laterStyles(): Promise<void> {
  asked ??= fetchStyles().catch((error) => {
    asked = null;
    throw error;
  });
  return asked;
}

function fetchStyles(): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const name = document.querySelector<HTMLMetaElement>('meta[name="later-styles"]')?.content;
  // A page that has them already, as the gallery's.
  if (!name) return Promise.resolve();
  const link = document.createElement("link");
  link.rel = "stylesheet";
  link.href = name;
  link.onload = () => resolve();
  link.onerror = () => {
    link.remove();
    reject(new Error(`Cannot fetch ${name}`));
  };
  document.head.append(link);
  return promise;
}
