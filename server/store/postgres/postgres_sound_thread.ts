// The sound of calls in PostgreSQL as the rest of the server sees it: promises on this thread, the work on another, which
// is started by the first thing that is asked. The tables are the store's; it has been opened before.
import { type Clock, systemClock } from "../../clock.ts";
import type { Log } from "../../observe/log.ts";
import type { SoundPieces } from "../sound_pieces.ts";
import { ThreadLink } from "../thread_link.ts";

type Operations = Omit<SoundPieces, "close">;

export function openPostgresSound(
  { url, log, clock = systemClock }: { url: string; log: Log; clock?: Clock },
): SoundPieces {
  let link: ThreadLink<Operations> | null = null;
  let closed = false;
  const thread = () => {
    if (link) return link;
    link = new ThreadLink<Operations>({
      path: url,
      use: "all",
      log,
      clock,
      start: () =>
        new Worker(new URL("./postgres_sound_worker.ts", import.meta.url), {
          type: "module",
          name: "sound",
        }),
    });
    if (closed) link.terminate();
    return link;
  };
  const asked = <K extends keyof Operations>(op: K) => (...args: Parameters<Operations[K]>) =>
    thread().ask(op, args) as ReturnType<Operations[K]>;
  return {
    begin: asked("begin"),
    add: asked("add"),
    size: asked("size"),
    read: asked("read"),
    delete: asked("delete"),
    deleteOld: asked("deleteOld"),
    bytes: asked("bytes"),
    diskBytes: asked("diskBytes"),
    async close() {
      closed = true;
      await link?.close();
    },
  };
}
