// The notice board: notes for all calls, each with an end. Kept in the store, so that a restart changes nothing; a note
// that has expired is gone, whatever the store does. Knows neither calls nor HTTP.
import { z } from "zod";
import type { Cancel, Clock } from "../clock.ts";
import { noticeSchema } from "../contract/notice.ts";
import { type Notice, NOTICE_LIMITS } from "../contract/notice_limits.ts";
import { faultPlace } from "../guard.ts";
import { oneByOne } from "../one_by_one.ts";
import type { Log } from "../observe/log.ts";
import type { Store } from "../store/store.ts";

export interface NoticeBoard {
  /** What holds now, newest first. */
  list(): readonly Notice[];
  /** On disk once it resolves. `why` "full": there are as many as there may be. */
  post(notice: Pick<Notice, "text" | "by" | "expiresAtMs">): Promise<
    { ok: true; notice: Notice } | { ok: false; why: "full" | "not_saved" }
  >;
  remove(id: string): Promise<"removed" | "unknown" | "not_saved">;
  /** A call was told of it. */
  told(id: string): void;
  /** Calls `listener` with the whole board whenever it is another. */
  onChange(listener: (board: readonly Notice[]) => void): void;
  /** Another instance has changed it: holds what is stored. False: it cannot be read. Never rejects. */
  reload(): Promise<boolean>;
  /** Saves what is not saved yet. */
  stop(): Promise<void>;
}

export interface NoticeBoardOptions {
  store: Pick<Store, "setting" | "replaceSetting">;
  clock: Clock;
  log: Log;
  newId?: () => string;
}

const SETTING = "notices";
/** Counts of calls come in bursts; people read them. */
const COUNTS_MS = 1000;

/** @throws what the store throws where it cannot be read. */
export async function openNoticeBoard(options: NoticeBoardOptions): Promise<NoticeBoard> {
  return new Board(options, readNotices(await options.store.setting(SETTING)));
}

class Board implements NoticeBoard {
  readonly #options: NoticeBoardOptions;
  readonly #listeners: ((board: readonly Notice[]) => void)[] = [];
  /** As they are stored. */
  #notices: readonly Notice[];
  /** Calls that were told of a notice and are not in what is stored yet. */
  readonly #uncounted = new Map<string, number>();
  /** Each edit begins where the one before has ended. */
  readonly #inTurn = oneByOne();
  #expiry: Cancel | null = null;
  #counting: Cancel | null = null;

  constructor(options: NoticeBoardOptions, notices: readonly Notice[]) {
    this.#options = options;
    this.#notices = notices;
    this.#expire();
  }

  list(): readonly Notice[] {
    return this.#holding(this.#notices).map((one) => counted(one, this.#uncounted));
  }

  async post({ text, by, expiresAtMs }: Parameters<NoticeBoard["post"]>[0]) {
    const { clock, newId = () => crypto.randomUUID() } = this.#options;
    const notice: Notice = {
      id: newId(),
      text,
      by,
      createdAtMs: clock.wall(),
      expiresAtMs,
      calls: 0,
    };
    const edited = await this.#edit((notices) =>
      notices.length < NOTICE_LIMITS.notices ? [notice, ...notices] : null
    );
    if (edited === "done") return { ok: true, notice } as const;
    return { ok: false, why: edited === "unchanged" ? "full" : "not_saved" } as const;
  }

  async remove(id: string) {
    const edited = await this.#edit((notices) =>
      notices.some((one) => one.id === id) ? notices.filter((one) => one.id !== id) : null
    );
    const answers = { done: "removed", unchanged: "unknown", not_saved: "not_saved" } as const;
    return answers[edited];
  }

  told(id: string): void {
    if (!this.#notices.some((one) => one.id === id)) return;
    this.#uncounted.set(id, (this.#uncounted.get(id) ?? 0) + 1);
    this.#counting ??= this.#options.clock.after(COUNTS_MS, () => {
      this.#counting = null;
      this.#publish();
      void this.#save();
    });
  }

  reload(): Promise<boolean> {
    return this.#inTurn(async () => {
      const { store, log } = this.#options;
      try {
        this.#hold(readNotices(await store.setting(SETTING)));
        return true;
      } catch (error) {
        log.warn("notices_not_read", { place: faultPlace(error) });
        return false;
      }
    });
  }

  onChange(listener: (board: readonly Notice[]) => void): void {
    this.#listeners.push(listener);
  }

  async stop(): Promise<void> {
    this.#expiry?.();
    const counted = this.#counting !== null;
    this.#counting?.();
    await (counted ? this.#save() : this.#inTurn(() => {}));
    this.#expiry?.();
  }

  /** `change` returns null where there is nothing to do. */
  #edit(change: Changing): Promise<"done" | "unchanged" | "not_saved"> {
    return this.#inTurn(() => this.#write(change));
  }

  /** What is true already: counts, and what has expired. */
  #save(): Promise<void> {
    return this.#inTurn(async () => void await this.#write((notices) => notices));
  }

  /** Committed first, shown after; on top of what other instances have written. Never rejects. */
  async #write(change: Changing): Promise<"done" | "unchanged" | "not_saved"> {
    const { store, log } = this.#options;
    try {
      for (;;) {
        const text = await store.setting(SETTING);
        const stored = readNotices(text);
        const changed = change(this.#holding(stored));
        const counts = new Map(this.#uncounted);
        const next = (changed ?? stored).map((one) => counted(one, counts));
        const json = JSON.stringify(next);
        const same = json === JSON.stringify(stored);
        if (changed && !same && !await store.replaceSetting(SETTING, text, json)) continue;
        if (changed) this.#forget(counts);
        this.#hold(changed ? next : stored);
        return changed ? "done" : "unchanged";
      }
    } catch (error) {
      log.warn("notices_not_saved", { place: faultPlace(error) });
      return "not_saved";
    }
  }

  /** They are in what is stored; calls may have been told meanwhile. */
  #forget(counts: ReadonlyMap<string, number>): void {
    for (const [id, calls] of counts) {
      const left = (this.#uncounted.get(id) ?? 0) - calls;
      if (left > 0) this.#uncounted.set(id, left);
      else this.#uncounted.delete(id);
    }
  }

  #hold(stored: readonly Notice[]): void {
    const before = JSON.stringify(this.list());
    this.#notices = this.#holding(stored);
    for (const id of this.#uncounted.keys()) {
      if (!this.#notices.some((one) => one.id === id)) this.#uncounted.delete(id);
    }
    this.#wait();
    if (JSON.stringify(this.list()) !== before) this.#publish();
  }

  #holding(notices: readonly Notice[]): readonly Notice[] {
    const nowMs = this.#options.clock.wall();
    return notices.filter(({ expiresAtMs }) => expiresAtMs > nowMs);
  }

  /** For the next one to expire. */
  #wait(): void {
    const { clock } = this.#options;
    this.#expiry?.();
    this.#expiry = null;
    if (this.#notices.length === 0) return;
    const next = Math.min(...this.#notices.map(({ expiresAtMs }) => expiresAtMs));
    this.#expiry = clock.after(Math.max(1, next - clock.wall()), () => this.#expire());
  }

  /** Takes those off that have expired. */
  #expire(): void {
    const left = this.#holding(this.#notices);
    const gone = left.length < this.#notices.length;
    this.#notices = left;
    this.#wait();
    if (!gone) return;
    this.#publish();
    void this.#save();
  }

  #publish(): void {
    const board = this.list();
    for (const listener of this.#listeners) listener(board);
  }
}

type Changing = (notices: readonly Notice[]) => readonly Notice[] | null;

function counted(notice: Notice, counts: ReadonlyMap<string, number>): Notice {
  const calls = counts.get(notice.id) ?? 0;
  return calls === 0 ? notice : { ...notice, calls: notice.calls + calls };
}

/** What cannot be read is left out: a note is not worth a server that does not start. */
function readNotices(text: string | undefined): Notice[] {
  if (text === undefined) return [];
  try {
    const rows = z.array(z.unknown()).parse(JSON.parse(text));
    return rows.flatMap((row) => {
      const read = noticeSchema.safeParse(row);
      return read.success ? [read.data] : [];
    });
  } catch {
    return [];
  }
}
