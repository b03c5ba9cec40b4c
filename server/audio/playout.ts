// Play-out of one call: what waits to be handed to the phone system, in which pieces, and what the
// caller has heard by when. Pure bookkeeping: time is an argument, nothing is sent from here.
import { BYTES_PER_MS } from "./ulaw.ts";

/** How audio may be handed over; sizes in bytes of mu-law. The same shape as a channel's pacing. */
export interface PlayoutPacing {
  firstBytes: number;
  chunkBytes: number;
  maxBytes: number;
  aheadMs: number;
}

/** A stretch of speech: an item of the model's conversation, or a clip of ours. */
export interface PlayoutItem {
  readonly itemId: string;
  readonly responseId: string;
  /** Bytes received, and handed to the phone system. */
  receivedBytes: number;
  sentBytes: number;
  /** No more audio will come. */
  complete: boolean;
  /** Position of its first byte in all that was ever sent; -1 until then. */
  startByte: number;
  startedAtMs: number;
  /** When its first byte came in. */
  readonly arrivedAtMs: number;
}

/** What came of an item, once no more of it will be heard. */
export interface HeardItem {
  itemId: string;
  responseId: string;
  startedAtMs: number;
  endedAtMs: number;
  heardMs: number;
  generatedMs: number;
  interrupted: boolean;
  measure: "reported" | "estimated";
}

/** The first piece of an answer waits at most this long to grow to its smallest size. */
const FIRST_WAIT_MS = 60;
/** Later pieces may wait longer, but a caller should not hear a hole because of their size. */
const CHUNK_WAIT_MS = 250;
/** Once far ahead, the next piece goes when this much room has come free: two messages a second. */
const REFILL_MS = 500;
/** A report that playback completed says nothing of audio younger than this: it was still under way. */
const IN_FLIGHT_MS = 200;
/** How far the phone system's play-out may be ahead of our estimate of it. */
const CLOCKS_APART_MS = 300;
/** How long the phone system's report may lag behind our own clock before we go by the clock alone. */
const REPORT_GRACE_MS = 400;

export class Playout {
  readonly #pacing: PlayoutPacing;
  #waiting: { item: PlayoutItem; audio: Uint8Array }[] = [];
  #waitingBytes = 0;
  #waitingSinceMs = 0;
  #items: PlayoutItem[] = [];
  /** Positions in the stream of all bytes ever sent. */
  #sent = 0;
  #heard = 0;
  #anchorMs = 0;
  #burstStart = 0;
  #burstReported = true;
  #reportedUntil = 0;
  #recentSends: { atMs: number; sent: number }[] = [];
  /** Of what was sent, the bytes that have not left our side: the phone system made us wait. */
  #withheld = 0;
  /** The response whose first piece is out. */
  #answering: string | null = null;

  constructor(pacing: PlayoutPacing) {
    this.#pacing = pacing;
  }

  /** Bytes that wait to be handed over. */
  get waitingBytes(): number {
    return this.#waitingBytes;
  }

  /** Whether anything is heard now, or will be. */
  get busy(): boolean {
    return this.#items.length > 0;
  }

  /** Nothing waits, and no more will come of what was begun. */
  get isHandedOver(): boolean {
    return this.#waitingBytes === 0 && this.#items.every(({ complete }) => complete);
  }

  /** Milliseconds of handed-over audio that the caller has not heard yet. */
  aheadMs(nowMs: number): number {
    return (this.#sent - this.#position(nowMs)) / BYTES_PER_MS;
  }

  /** How much of what was handed over has not left; the clock of what is heard stands still for it. */
  withhold(bytes: number, nowMs: number): void {
    if (bytes === this.#withheld) return;
    this.#heard = this.#position(nowMs);
    this.#anchorMs = nowMs;
    this.#withheld = bytes;
  }

  enqueue(ids: { itemId: string; responseId: string }, audio: Uint8Array, nowMs: number): void {
    if (audio.length === 0) return;
    let item = this.#items.find((other) => other.itemId === ids.itemId);
    if (!item) {
      item = {
        ...ids,
        receivedBytes: 0,
        sentBytes: 0,
        complete: false,
        startByte: -1,
        startedAtMs: 0,
        arrivedAtMs: nowMs,
      };
      this.#items.push(item);
    }
    item.receivedBytes += audio.length;
    if (this.#waitingBytes === 0) this.#waitingSinceMs = nowMs;
    this.#waiting.push({ item, audio });
    this.#waitingBytes += audio.length;
  }

  /** No more audio of this item (or, without an id, of any) will come. */
  complete(itemId?: string): void {
    for (const item of this.#items) {
      if (itemId === undefined || item.itemId === itemId) item.complete = true;
    }
  }

  /** The piece that is due now, if one is; and the items whose first byte is in it. */
  next(nowMs: number): { audio: Uint8Array; started: PlayoutItem[] } | null {
    if (this.dueInMs(nowMs) !== 0) return null;
    const room = Math.ceil((this.#pacing.aheadMs - this.aheadMs(nowMs)) * BYTES_PER_MS);
    const size = Math.min(
      this.#waitingBytes,
      this.#pacing.maxBytes,
      Math.max(room, this.#pacing.chunkBytes),
    );
    const audio = new Uint8Array(size);
    const started: PlayoutItem[] = [];
    this.#beginBurst(nowMs);
    for (let at = 0; at < size;) {
      const head = this.#waiting[0]!;
      const part = head.audio.subarray(0, size - at);
      audio.set(part, at);
      if (head.item.startByte === -1) {
        head.item.startByte = this.#sent + at;
        head.item.startedAtMs = nowMs +
          (head.item.startByte - this.#position(nowMs)) / BYTES_PER_MS;
        started.push(head.item);
      }
      head.item.sentBytes += part.length;
      this.#answering = head.item.responseId;
      at += part.length;
      if (part.length === head.audio.length) this.#waiting.shift();
      else head.audio = head.audio.subarray(part.length);
    }
    this.#waitingBytes -= size;
    this.#waitingSinceMs = nowMs;
    this.#sent += size;
    this.#recentSends.push({ atMs: nowMs, sent: this.#sent });
    while (
      this.#recentSends[0] && this.#recentSends[0].atMs < nowMs - 2 * IN_FLIGHT_MS &&
      this.#recentSends.length > 1
    ) {
      this.#recentSends.shift();
    }
    return { audio, started };
  }

  /** Milliseconds until the next piece falls due: 0 is now, null is not before more audio comes. */
  dueInMs(nowMs: number): number | null {
    if (this.#waitingBytes === 0 || this.#withheld > 0) return null;
    const { firstBytes, chunkBytes, aheadMs } = this.#pacing;
    const ahead = this.aheadMs(nowMs);
    const far = ahead - (aheadMs - REFILL_MS);
    if (far > 0) return Math.ceil(far);
    const fresh = this.#waiting[0]!.item.responseId !== this.#answering;
    if (this.#waitingBytes >= (fresh ? firstBytes : chunkBytes)) return 0;
    const waited = nowMs - this.#waitingSinceMs;
    const patience = fresh ? FIRST_WAIT_MS : CHUNK_WAIT_MS;
    // A tail, or a thin stream: it goes before the caller would hear a hole, but joins more audio if that comes first.
    const hole = Math.max(0, ahead - CHUNK_WAIT_MS);
    if (this.#waiting.at(-1)!.item.complete) return Math.ceil(hole);
    return Math.ceil(Math.max(hole, patience - waited, 0));
  }

  /** The phone system began to play the burst that was sent last (audiohook § 9.3). */
  playbackStarted(nowMs: number): void {
    if (this.#burstReported || this.#sent === this.#burstStart) return;
    this.#burstReported = true;
    this.#heard = Math.max(this.#burstStart, this.#reportedUntil);
    this.#anchorMs = nowMs;
  }

  /** The phone system's queue ran dry. */
  playbackCompleted(nowMs: number): void {
    let until = 0;
    for (const send of this.#recentSends) if (send.atMs <= nowMs - IN_FLIGHT_MS) until = send.sent;
    until = Math.min(until, this.#sent - this.#withheld);
    if (until <= this.#reportedUntil) return;
    // Sound takes its time: a report of what cannot have been heard yet is doubled, swapped or false (G-27).
    if (until - this.#position(nowMs) > CLOCKS_APART_MS * BYTES_PER_MS) return;
    this.#reportedUntil = until;
    this.#heard = Math.max(this.#position(nowMs), until);
    this.#anchorMs = nowMs;
  }

  /** Items of which no more will be heard, in order. `graceMs`: how long to wait for the phone's own report. */
  finished(nowMs: number, graceMs = REPORT_GRACE_MS): HeardItem[] {
    const done: HeardItem[] = [];
    while (this.#items[0] && this.#isFinished(this.#items[0], nowMs, graceMs)) {
      const item = this.#items.shift()!;
      const reported = item.startByte >= 0 &&
        item.startByte + item.sentBytes <= this.#reportedUntil;
      done.push(this.#outcome(item, nowMs, item.sentBytes, false, reported));
    }
    return done;
  }

  /**
   * Drops what was not heard. Returns the items that were cut off, first the one being heard; those
   * that had not begun have `heardMs` 0.
   */
  interrupt(nowMs: number): { cut: HeardItem[]; droppedMs: number } {
    const position = this.#position(nowMs);
    const cut = this.#items.map((item) => {
      const heard = item.startByte < 0
        ? 0
        : Math.min(item.sentBytes, Math.max(0, position - item.startByte));
      return this.#outcome(item, nowMs, heard, heard < item.receivedBytes || !item.complete, false);
    });
    const dropped = this.#waitingBytes + this.#sent - position;
    this.#waiting = [];
    this.#waitingBytes = 0;
    this.#items = [];
    this.#sent = this.#heard = position;
    this.#recentSends = [];
    this.#withheld = 0;
    this.#burstReported = true;
    this.#answering = null;
    return { cut, droppedMs: Math.round(dropped / BYTES_PER_MS) };
  }

  #beginBurst(nowMs: number): void {
    const position = this.#position(nowMs);
    if (position < this.#sent) return;
    this.#heard = this.#burstStart = this.#sent;
    this.#anchorMs = nowMs;
    this.#burstReported = false;
  }

  /** Fractional bytes heard by now: real time since the anchor, never more than was sent. */
  #position(nowMs: number): number {
    const left = Math.max(this.#heard, this.#sent - this.#withheld);
    return Math.min(left, this.#heard + Math.max(0, nowMs - this.#anchorMs) * BYTES_PER_MS);
  }

  #isFinished(item: PlayoutItem, nowMs: number, graceMs: number): boolean {
    if (!item.complete || item.sentBytes < item.receivedBytes) return false;
    const end = item.startByte + item.sentBytes;
    if (end <= this.#reportedUntil) return true;
    if (end > this.#sent - this.#withheld) return false;
    const isLast = end === this.#sent;
    const overdueMs = nowMs - this.#anchorMs - (end - this.#heard) / BYTES_PER_MS;
    return overdueMs >= (isLast ? graceMs : 0);
  }

  #outcome(
    item: PlayoutItem,
    nowMs: number,
    heard: number,
    interrupted: boolean,
    reported: boolean,
  ): HeardItem {
    const heardMs = Math.floor(heard / BYTES_PER_MS);
    const startedAtMs = item.startByte < 0 ? nowMs : item.startedAtMs;
    return {
      itemId: item.itemId,
      responseId: item.responseId,
      startedAtMs,
      endedAtMs: startedAtMs + heardMs,
      heardMs,
      generatedMs: Math.floor(item.receivedBytes / BYTES_PER_MS),
      interrupted,
      measure: reported ? "reported" : "estimated",
    };
  }
}
