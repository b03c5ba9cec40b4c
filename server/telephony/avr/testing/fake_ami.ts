// Test side: avr-ami as a connector sees it; each question waits for the test's answer.
import type { AmiAnswer, AmiPost } from "../ami.ts";

export class FakeAmi {
  asked: { path: string; body: object }[] = [];
  #waiting: ((answer: AmiAnswer) => void)[] = [];

  post: AmiPost = (path, body) => {
    this.asked.push({ path, body });
    const { promise, resolve } = Promise.withResolvers<AmiAnswer>();
    this.#waiting.push(resolve);
    return promise;
  };

  /** Answers the oldest question, and lets what follows from it happen. */
  async answer(status: number): Promise<void> {
    this.#waiting.shift()!({ status, body: "canary" });
    await settled();
  }
}

/** What was promised has happened. */
export async function settled(): Promise<void> {
  for (let i = 0; i < 12; i++) await Promise.resolve();
}
