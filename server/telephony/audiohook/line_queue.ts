// Lines of a transcript that wait for the rate: every final in its order, of interim lines the newest of each
// channel. Gives out as many at once as fit into one event, so that what waits never waits long. Knows no time.
import type { TranscriptLine } from "../transcript_channel.ts";
import type { Entity, LineSource } from "./outbox.ts";
import { MAX_ENTITIES_CHARS, transcriptEntity } from "./transcript_entity.ts";

/** Hours of talk: more can only wait where the phone system takes nothing, and such a call is not long. */
const MAX_FINALS = 4_000;
/** Interim lines come late by seconds, not by so many utterances. */
const MAX_REMEMBERED = 512;
/** Messages of the burst that interim lines leave to final ones. */
const KEPT_FOR_FINALS = 5;

export class LineQueue implements LineSource {
  #mayLeave: () => boolean;
  #finals: TranscriptLine[] = [];
  #interims = new Map<number, TranscriptLine>();
  #finished = new Set<string>();

  /** `mayLeave`: whether the session is in a state in which events may be sent. */
  constructor(mayLeave: () => boolean) {
    this.#mayLeave = mayLeave;
  }

  get finals(): number {
    return this.#finals.length;
  }

  /** "late": an interim line whose final one is known. "repeated": a second final line of the same id. */
  add(line: TranscriptLine): "taken" | "late" | "repeated" | "full" {
    if (this.#finished.has(line.id)) return line.final ? "repeated" : "late";
    if (!line.final) {
      this.#interims.set(line.channel, line);
      return "taken";
    }
    if (this.#finals.length >= MAX_FINALS) return "full";
    this.#remember(line.id);
    if (this.#interims.get(line.channel)?.id === line.id) this.#interims.delete(line.channel);
    this.#finals.push(line);
    return "taken";
  }

  get spare(): number | null {
    if (!this.#mayLeave()) return null;
    if (this.#finals.length > 0) return 0;
    return this.#interims.size > 0 ? KEPT_FOR_FINALS : null;
  }

  take(): readonly Entity[] {
    const entities: Entity[] = [];
    let chars = 0;
    for (const line of [...this.#finals, ...this.#interims.values()]) {
      const entity = transcriptEntity(line);
      chars += JSON.stringify(entity).length + 1;
      if (entities.length > 0 && chars > MAX_ENTITIES_CHARS) break;
      entities.push(entity);
    }
    const finals = this.#finals.splice(0, entities.length).length;
    for (const channel of [...this.#interims.keys()].slice(0, entities.length - finals)) {
      this.#interims.delete(channel);
    }
    return entities;
  }

  dropInterims(): void {
    this.#interims.clear();
  }

  clear(): void {
    this.#finals = [];
    this.#interims.clear();
  }

  #remember(id: string): void {
    this.#finished.add(id);
    if (this.#finished.size > MAX_REMEMBERED) {
      this.#finished.delete(this.#finished.values().next().value!);
    }
  }
}
