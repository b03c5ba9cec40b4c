// A setting as the tables of settings declare it.

/** `read` throws with the reason why a value cannot be used. */
export interface Setting<T> {
  read(text: string): T;
  fallback: T;
  /** Secrets may also come from a file named by NAME_FILE, and are shown as "set" or "not set" only. */
  secret?: boolean;
  words: string;
}

export const setting = <T>(declared: Setting<T>) => declared;
