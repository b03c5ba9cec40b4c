// Whether a caller seems to ask for a person, by the words alone, in the languages listed here. Pure.
// A guess: it misses what is said in other ways, and "I don't want to speak to a person" is all it knows of a no.

/** Words of one language: to be put through, and whom to; a sentence with both asks for a person. */
interface PersonWords {
  /** What one does with a person. */
  reach: string;
  /** Whom one wants. */
  person: string;
  /** Enough by itself. */
  alone: string;
  /** In front of it all, these turn it around. */
  not: string;
}

/** Folded: small letters, no accents. One line for each language that callers speak to agents of ours. */
export const PERSON_WORDS: Readonly<Record<string, PersonWords>> = {
  en: {
    reach: "speak|talk|put me through|connect me|transfer me|pass me|get me|give me|hand me over",
    person:
      "person|human|human being|agent|representative|operator|colleague|supervisor|manager|somebody|someone real|employee",
    alone: "real person|real human|live agent|live person|human please|operator please",
    not: "not want|don't want|don t want|no need|not need|don't need",
  },
  de: {
    reach: "sprechen|reden|verbinden|verbinde|durchstellen|stellen sie mich|geben sie mir",
    person: "mensch|menschen|mitarbeiter|mitarbeiterin|person|kollegen|kollegin|jemandem|jemand",
    alone: "echten menschen|richtigen menschen|echte person|einen menschen bitte",
    not: "will nicht|mochte nicht|keinen menschen|keine person|nicht notig",
  },
  fr: {
    reach: "parler|passer|passez|transferer|transferez|mettre en relation",
    person:
      "personne|humain|conseiller|conseillere|agent|operateur|operatrice|quelqu'un|quelqu un|responsable",
    alone: "vraie personne|un humain|un conseiller s'il",
    not: "ne veux pas|pas besoin",
  },
  es: {
    reach: "hablar|pasar|paseme|pasame|comunicar|comuniqueme|transferir|transfierame",
    person: "persona|humano|agente|operador|operadora|alguien|asesor|asesora|encargado|encargada",
    alone: "persona real|persona de verdad|un humano por favor",
    not: "no quiero|no necesito",
  },
  it: {
    reach: "parlare|passi|passami|mi passi|trasferire|mettere in contatto",
    person: "persona|umano|operatore|operatrice|qualcuno|addetto|responsabile",
    alone: "persona vera|persona reale|un operatore per favore",
    not: "non voglio|non ho bisogno",
  },
  pt: {
    reach: "falar|passar|passe|passa|transferir|transfira|ligar",
    person: "pessoa|humano|atendente|operador|operadora|alguem|assistente humano|responsavel",
    alone: "pessoa real|pessoa de verdade|um humano por favor",
    not: "nao quero|nao preciso",
  },
  nl: {
    reach: "spreken|praten|doorverbinden|doorverbind|verbind",
    person: "mens|persoon|medewerker|medewerkster|iemand|collega",
    alone: "echt mens|echte persoon|echte medewerker",
    not: "wil niet|geen mens|niet nodig",
  },
  pl: {
    reach: "porozmawiac|rozmawiac|polaczyc|polacz|przelaczyc|przelacz",
    person: "czlowiekiem|czlowieka|konsultantem|konsultanta|osoba|kims|pracownikiem",
    alone: "zywym czlowiekiem|prawdziwym czlowiekiem",
    not: "nie chce",
  },
};

/** Beyond this nobody reads a turn for one wish. */
const READ_CHARS = 2000;

const RULES = Object.values(PERSON_WORDS).map(({ reach, person, alone, not }) => ({
  not: whole(not),
  alone: whole(alone),
  reach: whole(reach),
  person: whole(person),
}));

/** Whatever the call's language: callers who want a person often change it. */
export function asksForPerson(text: string): boolean {
  const sentences = folded(text.slice(0, READ_CHARS)).split(/[.!?;]+/);
  return sentences.some((sentence) =>
    RULES.some((rule) =>
      (rule.alone.test(sentence) || (rule.reach.test(sentence) && rule.person.test(sentence))) &&
      !rule.not.test(sentence)
    )
  );
}

function whole(words: string): RegExp {
  return new RegExp(`(?:^|[^a-z'])(?:${words})(?![a-z'])`);
}

function folded(text: string): string {
  return text.normalize("NFD").replaceAll(/\p{M}/gu, "").toLowerCase().replaceAll("’", "'")
    .replaceAll("ł", "l");
}
