// Whether a caller's words are a yes: for tools that change something. Pure; when in doubt it is none.

/** Words that agree, in the languages that callers speak most to us. */
const YES = [
  "yes|yeah|yep|yup|sure|correct|right|exactly|okay|ok|absolutely|definitely|certainly",
  "ja|jawohl|jep|genau|gerne|richtig|klar|natürlich|einverstanden|passt|stimmt",
  "oui|ouais|exact|exactement|d'accord|volontiers|bien sûr",
  "sí|si|claro|vale|correcto|exacto|de acuerdo|por supuesto",
  "sì|certo|esatto|va bene|d'accordo|giusto",
  "sim|certo|isso|está bem|tá bom",
  "tak|jasne|zgoda|dobrze|да|конечно|хорошо|evet|tamam|ano|igen",
  "go ahead|do it|please do|do that|mach das|machen sie das|allez-y|adelante",
].join("|");
const NO = [
  "no|nope|not|never|don't|do not|doesn't|isn't|won't|can't|cancel|stop|wait|wrong|hold on",
  "nein|nicht|nie|keine|kein|halt|falsch|warten|moment|stopp",
  "non|pas|jamais|attendez|faux",
  "nunca|espere|incorrecto|mal",
  "aspetti|sbagliato|mai|não|nie|нет|hayır|ne|nem",
].join("|");

const wordsOf = (list: string) => new RegExp(`(?<![\\p{L}'])(${list})(?![\\p{L}'])`, "iu");
const SAYS_YES = wordsOf(YES);
const SAYS_NO = wordsOf(NO);
/** A long speech is a wish of its own, whatever word it holds. */
const LONGEST_CHARS = 120;

/** True where the words agree and nothing in them objects. */
export function saysYes(words: string): boolean {
  const text = words.normalize("NFC").replaceAll("’", "'");
  return text.length <= LONGEST_CHARS && SAYS_YES.test(text) && !SAYS_NO.test(text);
}
