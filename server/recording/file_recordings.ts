// Recordings as files of one folder. A file is whole at every moment: its head is made anew from its length whenever it
// is read, so that one whose process died can be played as far as it goes.
import { ulawWavHeader, WAV_HEADER_BYTES } from "../audio/wav_header.ts";
import {
  type ByteRange,
  RecordingError,
  type RecordingStore,
  type RecordingWriter,
} from "./recording_store.ts";

const READ_BYTES = 64 * 1024;
const END = ".wav";
/** What file systems allow, less our ending. */
const LONGEST_NAME = 240;

export function fileRecordings(folder: string): RecordingStore {
  const pathOf = (callId: string) => `${folder}/${nameOf(callId)}`;

  return {
    async open(callId) {
      if (nameOf(callId).length > LONGEST_NAME) {
        throw new RecordingError("not_written", "The name of the call is too long for a file");
      }
      await made(folder);
      try {
        const file = await Deno.open(pathOf(callId), { write: true, createNew: true, mode: 0o600 });
        return await begun(file);
      } catch (error) {
        throw told(error);
      }
    },

    size: async (callId) => await sizeOf(pathOf(callId)),

    async read(callId, range) {
      const path = pathOf(callId);
      const size = await sizeOf(path);
      if (size === null) return null;
      return piecesOf(path, range, ulawWavHeader(2, size - WAV_HEADER_BYTES));
    },

    async delete(callId) {
      try {
        await Deno.remove(pathOf(callId));
        return true;
      } catch (error) {
        if (error instanceof Deno.errors.NotFound) return false;
        throw told(error);
      }
    },

    async deleteOld({ beforeMs, limit }) {
      const deleted: string[] = [];
      for await (const { name, mtimeMs } of filesOf(folder)) {
        if (deleted.length >= limit) break;
        if (mtimeMs >= beforeMs) continue;
        const callId = callOf(name);
        if (callId !== null && await this.delete(callId)) deleted.push(callId);
      }
      return deleted;
    },

    async bytes() {
      let sum = 0;
      for await (const { size } of filesOf(folder)) sum += size;
      return sum;
    },

    async freeBytes() {
      try {
        await made(folder);
        // Older Denos have no such function; Deno Deploy runs one, and keeps no files.
        const { statfs } = await import("node:fs/promises");
        const { bavail, bsize } = await statfs(folder);
        return bavail * bsize;
      } catch {
        return null;
      }
    },
  };
}

/** All recordings of a folder; none: there is no such folder. */
export async function* recordingFiles(
  folder: string,
): AsyncGenerator<{ callId: string; path: string; size: number; mtimeMs: number }> {
  for await (const { name, size, mtimeMs } of filesOf(folder)) {
    const callId = callOf(name);
    if (callId !== null) yield { callId, path: `${folder}/${name}`, size, mtimeMs };
  }
}

/** A name that no other call has, whatever letters a phone system uses. */
function nameOf(callId: string): string {
  return `${encodeURIComponent(callId.toWellFormed()).replaceAll("*", "%2A")}${END}`;
}

/** Null: not ours. */
function callOf(name: string): string | null {
  try {
    const callId = decodeURIComponent(name.slice(0, -END.length));
    return nameOf(callId) === name ? callId : null;
  } catch {
    return null;
  }
}

async function made(folder: string): Promise<void> {
  try {
    await Deno.mkdir(folder, { recursive: true, mode: 0o700 });
  } catch (error) {
    throw new RecordingError("not_written", error instanceof Error ? error.message : `${error}`);
  }
}

async function sizeOf(path: string): Promise<number | null> {
  try {
    const { size } = await Deno.stat(path);
    return size > WAV_HEADER_BYTES ? size : null;
  } catch {
    return null;
  }
}

async function* filesOf(
  folder: string,
): AsyncGenerator<{ name: string; size: number; mtimeMs: number }> {
  let names;
  try {
    names = await Array.fromAsync(Deno.readDir(folder), ({ name }) => name);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return;
    throw error;
  }
  for (const name of names.filter((name) => name.endsWith(END))) {
    const found = await Deno.stat(`${folder}/${name}`).catch(() => null);
    if (found?.isFile) {
      yield { name, size: found.size, mtimeMs: found.mtime?.getTime() ?? Infinity };
    }
  }
}

async function begun(file: Deno.FsFile): Promise<RecordingWriter> {
  let audioBytes = 0;
  try {
    await writeAll(file, ulawWavHeader(2, 0));
  } catch (error) {
    file.close();
    throw error;
  }
  return {
    async write(audio) {
      try {
        await writeAll(file, audio);
        audioBytes += audio.length;
      } catch (error) {
        throw told(error);
      }
    },
    async close() {
      try {
        await file.seek(0, Deno.SeekMode.Start);
        await writeAll(file, ulawWavHeader(2, audioBytes));
        await file.syncData();
      } catch (error) {
        throw told(error);
      } finally {
        file.close();
      }
    },
  };
}

async function writeAll(file: Deno.FsFile, bytes: Uint8Array): Promise<void> {
  for (let at = 0; at < bytes.length;) at += await file.write(bytes.subarray(at));
}

/** The file is opened when something is asked of it: a stream that nobody reads holds nothing. */
function piecesOf(
  path: string,
  { from, to }: ByteRange,
  header: Uint8Array<ArrayBuffer>,
): ReadableStream<Uint8Array<ArrayBuffer>> {
  let at = from;
  let file: Deno.FsFile | null = null;
  const close = () => {
    file?.close();
    file = null;
  };
  return new ReadableStream({
    async pull(controller) {
      try {
        file ??= await Deno.open(path);
        const bytes = Math.min(READ_BYTES, to + 1 - at);
        const piece = at < header.length
          ? header.slice(at, Math.min(header.length, to + 1))
          : await readAt(file, at, bytes);
        at += piece.length;
        if (piece.length > 0) controller.enqueue(piece);
        if (at <= to && piece.length > 0) return;
        close();
        controller.close();
      } catch (error) {
        close();
        controller.error(error);
      }
    },
    cancel: close,
  }, { highWaterMark: 0 });
}

async function readAt(
  file: Deno.FsFile,
  at: number,
  bytes: number,
): Promise<Uint8Array<ArrayBuffer>> {
  const piece = new Uint8Array(bytes);
  await file.seek(at, Deno.SeekMode.Start);
  const read = await file.read(piece) ?? 0;
  return piece.subarray(0, read);
}

function told(error: unknown): RecordingError {
  if (error instanceof RecordingError) return error;
  if (error instanceof Deno.errors.AlreadyExists) {
    return new RecordingError("exists", "There is a recording of this name");
  }
  const message = error instanceof Error ? error.message : String(error);
  const full = /ENOSPC|EDQUOT|no space|os error 28\b|os error 122\b/i.test(message);
  return new RecordingError(full ? "disk_full" : "not_written", message);
}
