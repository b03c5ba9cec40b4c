// For tests: a transcript entity as a good server sends it.

export const LINE_ID = "3f0c8b1e-6a52-4e0b-9c59-0d7a6a0e7c11";

type Fields = Record<string, unknown>;

/** The data of an entity; words are spread evenly. */
export function transcript(
  text: string,
  { id = LINE_ID, channel = 0, final = true, offsetMs = 4200, durationMs = 1100 }: {
    id?: string;
    channel?: number;
    final?: boolean;
    offsetMs?: number;
    durationMs?: number;
  } = {},
): Fields {
  const words = text.split(" ");
  const each = durationMs / words.length;
  const of = (ms: number) => `PT${(Math.round(ms) / 1000).toFixed(3)}S`;
  const tokens = words.map((value, i) => ({
    type: "word",
    value,
    confidence: 0.9,
    offset: of(offsetMs + i * each),
    duration: of(each),
    language: "en",
  }));
  const interpretations = [{ type: "display", transcript: text, tokens }];
  return {
    id,
    channelId: channel,
    isFinal: final,
    offset: of(offsetMs),
    duration: of(durationMs),
    alternatives: [{ confidence: 0.91, languages: ["en-US"], interpretations }],
  };
}

/** The same with the value at a path such as "alternatives.0.confidence" changed; undefined: taken out. */
export function changed(data: Fields, path: string, value: unknown): Fields {
  const copy = structuredClone(data);
  const keys = path.split(".");
  const last = keys.pop()!;
  const place = keys.reduce<Fields>((at, key) => at[key] as Fields, copy);
  if (value === undefined) delete place[last];
  else place[last] = value;
  return copy;
}
