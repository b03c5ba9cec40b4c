// Languages on offer for the transcription: ISO 639-1 code and English name.

const CODES = "ar zh cs da nl en fi fr de el he hi hu it ja ko no pl pt ro es sv tr uk";

const names = new Intl.DisplayNames("en", { type: "language" });

export const LANGUAGES: readonly (readonly [string, string])[] = [
  ["", "Detect it"],
  ...CODES.split(" ").map((code) => [code, names.of(code) ?? code] as const),
];
