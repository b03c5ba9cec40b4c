// Questions about the conversation that are no part of it: each is answered once, in writing, in time or empty.
import type { Clock } from "../../clock.ts";
import { NO_USAGE } from "../../contract/call.ts";
import type { ChatAnswer, Rest } from "../rest/rest.ts";
import type { UpstreamEvent } from "../upstream.ts";

export interface AsidesOptions {
  rest: Rest;
  model: string;
  clock: Clock;
  /** When the caller's last words are written down. */
  whenWritten(): Promise<void>;
  transcript(): string;
  tell(event: UpstreamEvent): void;
  onFault(error: unknown): void;
}

export class Asides {
  readonly #options: AsidesOptions;
  /** What ends each question that is still open. */
  #open = new Set<() => void>();

  constructor(options: AsidesOptions) {
    this.#options = options;
  }

  ask(question: { purpose: string; instructions: string; withinMs: number }): void {
    const { clock, tell, onFault } = this.#options;
    const controller = new AbortController();
    const answer = (result: ChatAnswer | null) => {
      if (!this.#open.delete(giveUp)) return;
      cancelTimer();
      controller.abort();
      const { purpose } = question;
      tell(
        result?.ok
          ? { type: "answer", purpose, text: result.text, ok: true, usage: result.usage }
          : { type: "answer", purpose, text: "", ok: false, usage: NO_USAGE },
      );
    };
    const giveUp = () => answer(null);
    this.#open.add(giveUp);
    const cancelTimer = clock.after(question.withinMs, giveUp);
    this.#chat(question, controller.signal).then(answer).catch((error) => {
      giveUp();
      onFault(error);
    });
  }

  /** Those that are open are answered with nothing. */
  stop(): void {
    for (const giveUp of [...this.#open]) giveUp();
  }

  async #chat(
    { instructions, withinMs }: { instructions: string; withinMs: number },
    signal: AbortSignal,
  ): Promise<ChatAnswer | null> {
    const { rest, model, whenWritten, transcript } = this.#options;
    await whenWritten();
    if (signal.aborted) return null;
    return await rest.chat({
      model,
      messages: [
        { role: "system", content: instructions },
        { role: "user", content: `The phone call so far:\n${transcript()}` },
      ],
      timeoutMs: withinMs,
      signal,
    });
  }
}
