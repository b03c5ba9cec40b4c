// A value that is made at the first start and kept in the store: servers that start at once all end with the same one.
import type { Store } from "./store/store.ts";

/** @throws what the store throws. */
export async function keptOnce(
  store: Pick<Store, "setting" | "replaceSetting">,
  name: string,
  make: () => string,
): Promise<string> {
  for (;;) {
    const found = await store.setting(name);
    if (found !== undefined) return found;
    const made = make();
    if (await store.replaceSetting(name, undefined, made)) return made;
  }
}
