// A long answer that goes on only as long as whoever asked may have it: a file that is on its way when they are signed
// out or lose the role breaks off, so that nobody takes it for whole. Knows nothing of what it carries.
import type { Permission } from "../../contract/role.ts";
import type { Admitted } from "../admin_deps.ts";
import type { Standing } from "./standing.ts";

export interface Allowed {
  standing: Standing;
  admitted: Admitted | null;
  needs: Permission;
}

/** The same bytes, without a queue of its own. */
export function whileAllowed(
  stream: ReadableStream<Uint8Array<ArrayBuffer>>,
  { standing, admitted, needs }: Allowed,
): ReadableStream<Uint8Array<ArrayBuffer>> {
  const reader = stream.getReader();
  return new ReadableStream({
    async pull(controller) {
      const { done, value } = await reader.read();
      // After reading: a page may have taken its time.
      const why = admitted ? standing.whyNot(admitted, needs) : "signed_out";
      if (why !== null) {
        await reader.cancel(why);
        throw new Error(`A file was broken off: ${why}`);
      }
      if (done) controller.close();
      else controller.enqueue(value);
    },
    cancel: (reason) => reader.cancel(reason),
  }, { highWaterMark: 0 });
}
