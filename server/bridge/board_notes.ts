// The notes of the board in one call: what each session of the model was told, and what it must be told now. Knows
// neither who wrote a note nor other calls.
import type { CallEventBody } from "../contract/event.ts";
import type { Notice } from "../contract/notice_limits.ts";
import type { Upstream } from "../upstream/upstream.ts";

export type BoardNote = Pick<Notice, "id" | "text" | "expiresAtMs">;

export interface BoardNotesOptions {
  /** UTC. */
  wall(): number;
  emit(event: CallEventBody): void;
  /** Whom to tell; null: nobody is there, or nobody who goes on talking. */
  model(): Pick<Upstream, "tell"> | null;
}

export class BoardNotes {
  readonly #options: BoardNotesOptions;
  #current: readonly BoardNote[] = [];
  /** What the session that is being dialled was told. */
  #dialled: readonly BoardNote[] = [];
  /** What the session of now knows. */
  #known: readonly BoardNote[] = [];
  /** Told of as events, and not taken back. */
  readonly #told = new Set<string>();

  constructor(options: BoardNotesOptions) {
    this.#options = options;
  }

  /** The whole board as it is now. */
  post(board: readonly BoardNote[]): void {
    this.#current = board;
    this.#bringUpToDate();
  }

  /** To be added to instructions; "": the board is empty. */
  section(): string {
    if (this.#current.length === 0) return "";
    const notes = this.#current.map((note) => `- ${this.#until(note)}: ${note.text}`);
    return `\n\n# Notices for all calls\n${notes.join("\n")}`;
  }

  /** A session is dialled with the section of this moment. */
  dialled(): void {
    this.#dialled = this.#current;
  }

  /** The session that was dialled is the one of now. */
  ready(): void {
    this.#known = this.#dialled;
    this.#bringUpToDate();
  }

  /** Tells the session of now what it does not know, and takes back what does not hold any more. */
  #bringUpToDate(): void {
    const model = this.#options.model();
    if (!model) return;
    const [fresh, gone] = [
      without(this.#current, this.#known),
      without(this.#known, this.#current),
    ];
    this.#known = this.#current;
    for (const note of gone) {
      model.tell(`This notice does not hold any more, forget it: ${note.text}`);
    }
    for (const note of fresh) {
      model.tell(`Notice for all calls, ${this.#until(note)}: ${note.text}`);
    }
    const { emit } = this.#options;
    const current = new Set(this.#current.map(({ id }) => id));
    for (const noticeId of [...this.#told]) {
      if (current.has(noticeId)) continue;
      this.#told.delete(noticeId);
      emit({ type: "notice.over", noticeId });
    }
    for (const { id: noticeId, text } of this.#current) {
      if (this.#told.has(noticeId)) continue;
      this.#told.add(noticeId);
      emit({ type: "notice.told", noticeId, text });
    }
  }

  #until({ expiresAtMs }: BoardNote): string {
    const minutes = Math.max(1, Math.round((expiresAtMs - this.#options.wall()) / 60_000));
    const span = minutes < 120 ? `${minutes} minutes` : `${Math.round(minutes / 60)} hours`;
    const at = new Date(expiresAtMs).toISOString().slice(0, 16).replace("T", " ");
    return `valid until ${at} UTC (for ${span} from now)`;
  }
}

function without(notes: readonly BoardNote[], others: readonly BoardNote[]): BoardNote[] {
  return notes.filter(({ id }) => !others.some((other) => other.id === id));
}
