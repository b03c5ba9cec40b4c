// Who belongs to the fleet, who is heard, who is gone and who leads: what is known after each thing that was learned.
// Pure; time comes in. Two witnesses: the store's table of leases, which alone says who is dead, and the bus, which can
// vouch for somebody whom the table has lost.
import type { InstanceFacts } from "../contract/fleet.ts";

export const BEAT_MS = 2000;
/** By the store's clock. */
export const LEASE_MS = 8000;
/** After so much silence on the bus an instance is not heard any more. */
export const SILENCE_MS = 6000;
/**
 * Between two of its own beats in the store. After a longer one the table may have lost everybody, because the store was
 * away for all: nobody is judged before everybody has had a whole lease's time to come back.
 */
const STEADY_GAP_MS = 3500;
/** The lead ends here before it ends in the store. */
const LEAD_MARGIN_MS = 1000;
/** Ids of instances that have said goodbye; they never come back, but a word of theirs may still be on its way. */
const LEFT = 100;
/** Whoever the store knows belongs to it; of those whom only the bus knows, so many are believed. */
const MOST_OTHERS = 256;

export interface Other {
  /** The bus's are fresher than the table's. */
  facts: InstanceFacts;
  heard: boolean;
  heardAtMs: number;
  /** What it said a moment ago may have been missed: with its next word it is found again. */
  missed: boolean;
  inTable: boolean;
}

export interface Membership {
  others: ReadonlyMap<string, Other>;
  left: readonly string[];
  /** Own beats in the store. */
  beatenAtMs: number | null;
  steadySinceMs: number | null;
  leadUntilMs: number;
}

export const ALONE: Membership = {
  others: new Map(),
  left: [],
  beatenAtMs: null,
  steadySinceMs: null,
  leadUntilMs: -Infinity,
};

export type Learned =
  /** A word of `from`, with its facts when it is a beat; `missed`: one before it did not arrive. */
  | { kind: "heard"; from: string; facts: InstanceFacts | null; missed: boolean }
  | { kind: "bye"; from: string }
  | { kind: "bus_back" }
  /** The store has taken the own beat; `alive` without oneself. */
  | {
    kind: "beaten";
    sentAtMs: number;
    alive: readonly InstanceFacts[];
    leads: boolean;
    kept: boolean;
  }
  | { kind: "time" };

export interface Step {
  state: Membership;
  found: readonly string[];
  gone: readonly string[];
}

export function step(before: Membership, learned: Learned, nowMs: number): Step {
  const { state, found } = take(before, learned, nowMs);
  const { others, gone } = judge(state, nowMs);
  const left = learned.kind === "bye" && before.others.has(learned.from);
  return {
    state: others === state.others ? state : { ...state, others },
    found: found === null ? [] : [found],
    gone: left ? [learned.from, ...gone] : gone,
  };
}

function take(
  state: Membership,
  learned: Learned,
  nowMs: number,
): { state: Membership; found: string | null } {
  switch (learned.kind) {
    case "heard": {
      const { from, missed } = learned;
      const known = state.others.get(from);
      const facts = learned.facts ?? known?.facts;
      // Before its first beat it is nobody; what it tells until then it tells again when it is found.
      if (!facts || state.left.includes(from)) return { state, found: null };
      if (!known && state.others.size >= MOST_OTHERS) return { state, found: null };
      const isFound = !known?.heard || known.missed || missed;
      const other: Other = {
        facts,
        heard: true,
        heardAtMs: nowMs,
        missed: false,
        inTable: known?.inTable ?? false,
      };
      const others = new Map(state.others).set(from, other);
      return { state: { ...state, others }, found: isFound ? from : null };
    }
    case "bye": {
      const others = new Map(state.others);
      others.delete(learned.from);
      const left = [...state.left.filter((id) => id !== learned.from), learned.from].slice(-LEFT);
      return { state: { ...state, others, left }, found: null };
    }
    case "bus_back": {
      const others = [...state.others].map(([id, other]) =>
        [id, { ...other, missed: true }] as const
      );
      return { state: { ...state, others: new Map(others) }, found: null };
    }
    case "beaten":
      return { state: beaten(state, learned, nowMs), found: null };
    case "time":
      return { state, found: null };
  }
}

function beaten(
  state: Membership,
  { sentAtMs, alive, leads, kept }: Extract<Learned, { kind: "beaten" }>,
  nowMs: number,
): Membership {
  const unbroken = state.beatenAtMs !== null && nowMs - state.beatenAtMs <= STEADY_GAP_MS && kept;
  const others = new Map<string, Other>();
  for (const [id, other] of state.others) others.set(id, { ...other, inTable: false });
  for (const facts of alive) {
    const { id } = facts;
    if (state.left.includes(id)) continue;
    const known = others.get(id);
    others.set(
      id,
      known
        ? { ...known, inTable: true, facts: known.heard ? known.facts : facts }
        : { facts, heard: false, heardAtMs: -Infinity, missed: false, inTable: true },
    );
  }
  return {
    ...state,
    others,
    beatenAtMs: nowMs,
    steadySinceMs: unbroken ? state.steadySinceMs : nowMs,
    leadUntilMs: leads ? sentAtMs + LEASE_MS - LEAD_MARGIN_MS : -Infinity,
  };
}

function judge(
  state: Membership,
  nowMs: number,
): { others: ReadonlyMap<string, Other>; gone: string[] } {
  const gone: string[] = [];
  const judged = new Map<string, Other>();
  let same = true;
  for (const [id, other] of state.others) {
    const heard = other.heard && nowMs - other.heardAtMs < SILENCE_MS;
    if (!heard && !other.inTable && mayJudge(state, nowMs)) {
      gone.push(id);
      same = false;
    } else {
      same &&= heard === other.heard;
      judged.set(id, heard === other.heard ? other : { ...other, heard });
    }
  }
  return { others: same ? state.others : judged, gone };
}

/** Whether it may take others to be dead. */
export function mayJudge({ beatenAtMs, steadySinceMs }: Membership, nowMs: number): boolean {
  return beatenAtMs !== null && nowMs - beatenAtMs <= STEADY_GAP_MS &&
    steadySinceMs !== null && nowMs - steadySinceMs >= LEASE_MS;
}

export function leads({ leadUntilMs }: Membership, nowMs: number): boolean {
  return nowMs < leadUntilMs;
}

/**
 * How long until the next beat is due. Sooner while somebody is lost from sight or the store did not take the last one:
 * whose lease runs out is to be known within a second.
 */
export function beatEveryMs(state: Membership, nowMs: number): number {
  const failed = state.beatenAtMs === null || nowMs - state.beatenAtMs > BEAT_MS * 1.5;
  const lost = [...state.others.values()].some(({ heard }) => !heard);
  return failed || lost ? BEAT_MS / 2 : BEAT_MS;
}
