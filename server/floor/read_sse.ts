// Reads server-sent events as a browser does (WHATWG HTML § 9.2.6), for tests of what we send.

export interface SseEvent {
  event: string;
  data: unknown;
  /** The last id that was received, with this event or before. */
  id: string;
}

/** What a text in the format holds; an event without its final blank line is not one. */
export function parseSse(text: string): { events: SseEvent[]; retryMs: number; comments: number } {
  const events: SseEvent[] = [];
  let retryMs = NaN;
  let comments = 0;
  let id = "";
  let event = "";
  let data: string[] = [];
  for (const line of text.split(/\r\n|\r|\n/).slice(0, -1)) {
    const [, field = "", value = ""] = /^([^:]*)(?:: ?(.*))?$/s.exec(line) ?? [];
    if (line === "") {
      if (data.length > 0) events.push({ event, data: JSON.parse(data.join("\n")), id });
      event = "";
      data = [];
    } else if (field === "") comments++;
    else if (field === "event") event = value;
    else if (field === "data") data.push(value);
    else if (field === "id" && !value.includes("\0")) id = value;
    else if (field === "retry" && /^[0-9]+$/.test(value)) retryMs = Number(value);
  }
  return { events, retryMs, comments };
}

/** Takes what a stream holds now, without waiting for more. */
export async function readAvailable(stream: ReadableStream<Uint8Array>): Promise<string> {
  const reader = stream.getReader();
  const decoder = new TextDecoder();
  let text = "";
  try {
    for (;;) {
      const nothing = { done: true, value: undefined } as const;
      const read = reader.read();
      const next = await Promise.race([read, settled().then(() => nothing)]);
      if (next.done) break;
      text += decoder.decode(next.value, { stream: true });
    }
  } finally {
    reader.releaseLock(); // a read that found nothing is rejected by this
  }
  return text;
}

async function settled(): Promise<void> {
  for (let i = 0; i < 8; i++) await Promise.resolve();
}
