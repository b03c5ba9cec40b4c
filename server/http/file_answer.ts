// A long file as an answer: to be kept, named by its day, for as long as whoever asked may have it. Knows nothing of
// what is in it.
import type { Context } from "hono";
import type { Clock } from "../clock.ts";
import type { Permission } from "../contract/role.ts";
import type { AdminEnv } from "./admin_deps.ts";
import type { Standing } from "./admission/standing.ts";
import { whileAllowed } from "./admission/while_allowed.ts";
import type { FileFormat } from "./paged_file.ts";

export interface AnsweredFile {
  stream: ReadableStream<Uint8Array<ArrayBuffer>>;
  /** Of what is in it: "calls". */
  name: string;
  format: FileFormat;
  needs: Permission;
}

export function fileAnswer(
  c: Context<AdminEnv>,
  { clock, standing }: { clock: Clock; standing: Standing },
  { stream, name, format, needs }: AnsweredFile,
): Response {
  const day = new Date(clock.wall()).toISOString().slice(0, 10);
  const { admitted } = c.var;
  return c.body(whileAllowed(stream, { standing, admitted, needs }), 200, {
    "Content-Type": format === "csv" ? "text/csv; charset=utf-8" : "application/json",
    "Content-Disposition": `attachment; filename="hookline-${name}-${day}.${format}"`,
  });
}
