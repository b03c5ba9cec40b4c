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
  /** Saves what is not saved yet. */
  stop(): Promise<void>;
}

export interface NoticeBoardOptions {
  store: Pick<Store, "setting" | "putSetting">;
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
  #notices: readonly Notice[];
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
    const nowMs = this.#options.clock.wall();
    return this.#notices.filter(({ expiresAtMs }) => expiresAtMs > nowMs);
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
    this.#notices = this.#notices.map((one) =>
      one.id === id ? { ...one, calls: one.calls + 1 } : one
    );
    this.#counting ??= this.#options.clock.after(COUNTS_MS, () => {
      this.#counting = null;
      this.#publish();
      void this.#save();
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
  }

  /** Committed first, shown after. `change` returns null where there is nothing to do. */
  #edit(
    change: (notices: readonly Notice[]) => readonly Notice[] | null,
  ): Promise<"done" | "unchanged" | "not_saved"> {
    return this.#inTurn(async () => {
      const changed = change(this.list());
      if (!changed) return "unchanged";
      if (!await this.#write(changed)) return "not_saved";
      // Calls may have been counted while it was written.
      this.#notices = changed.map((one) => this.#notices.find(({ id }) => id === one.id) ?? one);
      this.#expire();
      this.#publish();
      return "done";
    });
  }

  /** What is true already: counts, and what has expired. */
  #save(): Promise<void> {
    return this.#inTurn(async () => void await this.#write(this.list()));
  }

  /** Never rejects. */
  async #write(notices: readonly Notice[]): Promise<boolean> {
    const { store, log } = this.#options;
    try {
      await store.putSetting(SETTING, JSON.stringify(notices));
      return true;
    } catch (error) {
      log.warn("notices_not_saved", { place: faultPlace(error) });
      return false;
    }
  }

  /** Waits for the next one to expire, and takes those off that have. */
  #expire(): void {
    const { clock } = this.#options;
    this.#expiry?.();
    this.#expiry = null;
    const left = this.list();
    const gone = left.length < this.#notices.length;
    this.#notices = left;
    if (left.length > 0) {
      const next = Math.min(...left.map(({ expiresAtMs }) => expiresAtMs));
      this.#expiry = clock.after(Math.max(1, next - clock.wall()), () => this.#expire());
    }
    if (!gone) return;
    this.#publish();
    void this.#save();
  }

  #publish(): void {
    const board = this.list();
    for (const listener of this.#listeners) listener(board);
  }
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
