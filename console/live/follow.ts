// Whether a view follows its end: only while the reader is there. Pure; knows pixels and no elements.

export interface Follow {
  following: boolean;
  /** Finished lines that came while the reader was elsewhere. */
  unread: number;
}

export type FollowInput =
  /** The reader (or we) scrolled; `fromEndPx`: what lies below. */
  | { type: "scrolled"; fromEndPx: number }
  | { type: "lines_added"; count: number }
  /** The reader selects words or stands in a line. */
  | { type: "held" }
  | { type: "go_to_end" };

export const FOLLOWING: Follow = { following: true, unread: 0 };
/** Nearer than this is at the end: half a line, against rounding and bouncing. */
const AT_END_PX = 8;

export function stepFollow(state: Follow, input: FollowInput): Follow {
  switch (input.type) {
    case "go_to_end":
      return FOLLOWING;
    case "held":
      return state.following ? { following: false, unread: 0 } : state;
    case "scrolled":
      if (input.fromEndPx <= AT_END_PX) return state.following ? state : FOLLOWING;
      return state.following ? { following: false, unread: 0 } : state;
    case "lines_added":
      return state.following || input.count <= 0
        ? state
        : { ...state, unread: state.unread + input.count };
  }
}
