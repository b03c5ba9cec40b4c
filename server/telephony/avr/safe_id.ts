// The core's name for a call, made fit to show and to send on. Knows nothing of calls.

const MAX_ID_CHARS = 64;

/** An id that is safe to show, to log and to send on; `whole`: nothing of it had to go. */
export function safeId(coreId: string): { id: string; whole: boolean } {
  const id = coreId.slice(0, 4 * MAX_ID_CHARS).replace(/[^A-Za-z0-9._:-]/g, "")
    .slice(0, MAX_ID_CHARS);
  return { id, whole: id === coreId && id !== "" };
}
