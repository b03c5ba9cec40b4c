// A session that is told the turns: sound flows only while somebody speaks, and each pause that we hear ends an
// utterance. Words come while somebody speaks, under the name of the item that is yet to be. Knows nothing of sockets.
import { BYTES_PER_MS, silence } from "../../audio/ulaw.ts";
import type { ServerEvent } from "../wire.ts";
import type { Desk } from "./desk.ts";
import type { Line } from "./line.ts";
import type { Utterance } from "./order_book.ts";
import type { Stretch } from "./segmenter.ts";
import { toldOf, type Turns, type TurnsOptions } from "./turns.ts";

/** Sound before speech, so that the first word is whole. */
const PREROLL_MS = 1000;
/** Less is refused (openai-realtime § 16). */
const LEAST_MS = 100;
const MAX_TURNS = 100;

interface Turn {
  stretch: Stretch;
  utterance: Utterance;
  /** Its name at the server, once it is known. */
  itemId: string | null;
  /** Id of our commit; null: still being spoken. */
  commitId: string | null;
  confirmed: boolean;
  sentMs: number;
}

export class ContinuousTurns implements Turns {
  readonly #options: TurnsOptions;
  readonly #desk: Desk;
  readonly #line: Line;
  /** In order; the settled ones stay for a while. */
  #turns: Turn[] = [];
  #takenMs: number;
  #commits = 0;

  constructor(options: TurnsOptions) {
    this.#options = options;
    this.#desk = options.desk;
    this.#line = options.line;
    this.#takenMs = options.fromMs;
  }

  get takenMs(): number {
    return this.#takenMs;
  }

  feed(): void {
    for (const stretch of this.#line.stretches) {
      const untilMs = stretch.endMs ?? this.#line.endMs;
      if (untilMs <= this.#takenMs || stretch.speechEndMs <= this.#takenMs) {
        if (!this.#isOpen(stretch)) continue;
      }
      this.#send(this.#turnOf(stretch), untilMs);
      if (stretch.endMs !== null) this.#commit(stretch);
    }
  }

  /** Another takes over only where nobody speaks: all was committed. */
  end(): void {}

  event(event: ServerEvent): void {
    switch (event.type) {
      case "input_audio_buffer.committed":
        return this.#committed(event.item_id);
      case "conversation.item.input_audio_transcription.delta": {
        const turn = this.#named(event.item_id);
        const logprobs = event.logprobs?.map(({ logprob }) => logprob);
        if (turn) this.#desk.partial(turn.utterance, event.delta, logprobs);
        return;
      }
      case "conversation.item.input_audio_transcription.completed": {
        const turn = this.#named(event.item_id);
        if (turn) this.#desk.words(this.#whole(turn), toldOf(event));
        return;
      }
      case "conversation.item.input_audio_transcription.failed": {
        const turn = this.#named(event.item_id);
        const code = event.error?.code ?? event.error?.type ?? "";
        if (turn) this.#options.failed(this.#whole(turn), code);
        return;
      }
      case "error":
        return this.#refused(event.error.event_id ?? "", event.error.code ?? "");
    }
  }

  /** The turn that is being spoken; it may have begun before anything was known to be speech. */
  #turnOf(stretch: Stretch): Turn {
    const last = this.#turns.at(-1);
    if (last?.stretch === stretch) return last;
    const { startMs } = stretch;
    const fromMs = Math.max(this.#takenMs, startMs - PREROLL_MS, this.#line.startMs);
    this.#takenMs = fromMs;
    const span = { fromMs, startMs: Math.max(startMs, fromMs) };
    const utterance = this.#desk.begin(this.#options.by, span);
    const turn = {
      stretch,
      utterance,
      itemId: null,
      commitId: null,
      confirmed: false,
      sentMs: 0,
    };
    this.#turns.push(turn);
    if (this.#turns.length > MAX_TURNS) this.#turns.shift();
    return turn;
  }

  #isOpen(stretch: Stretch): boolean {
    const last = this.#turns.at(-1);
    return last?.stretch === stretch && last.commitId === null;
  }

  #send(turn: Turn, untilMs: number): void {
    this.#line.read(this.#takenMs, untilMs, (audio) => {
      turn.sentMs += audio.length / BYTES_PER_MS;
      this.#options.session.append(audio);
    });
    this.#takenMs = Math.max(this.#takenMs, untilMs);
  }

  #commit(stretch: Stretch): void {
    const turn = this.#turns.at(-1)!;
    const untilMs = stretch.endMs!;
    const { session } = this.#options;
    if (turn.sentMs < LEAST_MS) session.append(silence(LEAST_MS - turn.sentMs));
    turn.commitId = `commit-${++this.#commits}`;
    this.#desk.end(turn.utterance, {
      untilMs,
      startMs: turn.utterance.startMs,
      endMs: Math.max(turn.utterance.startMs, stretch.speechEndMs),
    });
    session.commit(turn.commitId);
  }

  /** Commits are confirmed in their order, whatever the words before were said to belong to. */
  #committed(itemId: string): void {
    const turn = this.#turns.find(({ commitId, confirmed }) => commitId !== null && !confirmed);
    if (!turn) return;
    turn.confirmed = true;
    turn.itemId = itemId;
  }

  /** The turn of an item. A name that is new belongs to the first turn that has none. */
  #named(itemId: string): Turn | undefined {
    const known = this.#turns.find((turn) => turn.itemId === itemId);
    if (known) return known;
    const next = this.#turns.find((turn) => turn.itemId === null);
    if (next) next.itemId = itemId;
    return next;
  }

  #whole({ utterance, stretch }: Turn): Utterance {
    if (utterance.untilMs === null) {
      const { startMs } = utterance;
      const endMs = Math.max(startMs, stretch.speechEndMs);
      this.#desk.end(utterance, { untilMs: this.#takenMs, startMs, endMs });
    }
    return utterance;
  }

  #refused(eventId: string, code: string): void {
    const open = (turn: Turn) => turn.commitId !== null && !turn.confirmed;
    const turn = this.#turns.find((one) => open(one) && one.commitId === eventId) ??
      (code === "input_audio_buffer_commit_empty" ? this.#turns.find(open) : undefined);
    if (!turn) return;
    turn.confirmed = true;
    this.#options.failed(turn.utterance, code || "commit_refused");
  }
}
