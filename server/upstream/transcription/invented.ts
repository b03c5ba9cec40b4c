// Words that nobody said: transcription makes them up on silence and noise (openai-realtime § 17). Pure.

/** What such models learnt from the ends of films and videos. */
const KNOWN: readonly RegExp[] = [
  /^(thank you|thanks)( so much| very much)? for (watching|listening|viewing)/,
  /^(please )?(like and )?subscribe/,
  /^(subtitles|captions|transcribed|transcription|translated) by\b/,
  /^see you (in the )?next (video|time)/,
  /^(untertitel|untertitelung|copyright wdr)\b/,
  /^(vielen dank|danke) fürs (zuschauen|zuhören)/,
  /^(sous titres|sous titrage|merci d avoir regardé)/,
  /^(subtítulos|gracias por ver)/,
  /^(sottotitoli|grazie per la visione)/,
];
const ADDRESS = /\bwww\.|https?:|\b[a-z0-9-]+\.(com|org|net|de|io)\b/i;
const FEW_WORDS = 5;
/** A voice whose loudest twentieth of a second is below this is not heard on a phone. */
const SILENT = 60;
const UNSURE = 0.5;

/**
 * Whether words have hardly any sound behind them. `loudest`: level of the loudest frame of their sound, null where
 * it is not known; `gate`: level below which the line is as good as still; `confidence`: null where there is none.
 */
export function isInvented(
  { text, confidence, loudest, gate }: {
    text: string;
    confidence: number | null;
    loudest: number | null;
    gate: number;
  },
): boolean {
  if (loudest === null || loudest > gate) return false;
  const plain = text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, " ").trim();
  const likely = ADDRESS.test(text) || KNOWN.some((phrase) => phrase.test(plain)) ||
    plain.split(" ").length <= FEW_WORDS;
  return likely && (confidence === null ? loudest <= SILENT : confidence < UNSURE);
}
