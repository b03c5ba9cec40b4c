// What the commands need of the world, and how they read files and tell errors: in sentences.

/** The world as a command needs it. */
export interface Terminal {
  env(name: string): string | undefined;
  print(line: string): void;
  complain(line: string): void;
  /** Hangs up all calls. */
  signal?: AbortSignal;
}

export async function readFile(path: string): Promise<Uint8Array> {
  try {
    return await Deno.readFile(path);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) throw new Error(`Cannot find the file ${path}`);
    throw error;
  }
}

export function sentenceOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
