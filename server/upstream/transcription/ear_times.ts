// How long an ear waits, keeps and overlaps: all in milliseconds. Values only.

/** Heard again from before the first sound of speech. */
export const PREROLL_MS = 1000;
/** So much of the quiet before a change of sessions is heard by the next one, too. */
export const OVERLAP_MS = 400;
/** Kept whatever happens: words may still be compared with their sound. */
export const KEPT_MS = 5000;
/** While files are sent, and after a rotation that failed. */
export const TRY_AGAIN_MS = 60_000;
/** Before its end a session is replaced: ten minutes, or a sixth of a shorter life. */
export const ROTATE_MS = 10 * 60_000;
/** A session that lives less than this has not ended an outage. */
export const STEADY_MS = 10_000;
/** After a change the old session has so long to say what it heard: at least, and at most. */
export const DRAIN_MS = { least: 3000, most: 20_000 };
/** At the end speech that the server has not noticed yet, or not written down, is waited for so long. */
export const GRACE_MS = 1500;
