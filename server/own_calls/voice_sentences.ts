// What a voice says when somebody wants to hear it: one short sentence in the language of the callers. Pure.

const SENTENCES: Readonly<Record<string, string>> = {
  ar: "مرحباً، شكراً لاتصالك. كيف يمكنني مساعدتك؟",
  zh: "您好，感谢您的来电。请问有什么可以帮您？",
  cs: "Dobrý den, děkujeme za zavolání. Jak vám mohu pomoci?",
  da: "Goddag, og tak for opkaldet. Hvad kan jeg hjælpe med?",
  nl: "Goedendag, fijn dat u belt. Waarmee kan ik u helpen?",
  en: "Hello, thank you for calling. How may I help you?",
  fi: "Hei, kiitos soitostasi. Kuinka voin auttaa?",
  fr: "Bonjour et merci de votre appel. Comment puis-je vous aider ?",
  de: "Guten Tag, schön, dass Sie anrufen. Wie kann ich Ihnen helfen?",
  el: "Γεια σας, ευχαριστούμε που καλέσατε. Πώς μπορώ να σας βοηθήσω;",
  he: "שלום, תודה שהתקשרתם. איך אפשר לעזור?",
  hi: "नमस्ते, फ़ोन करने के लिए धन्यवाद। मैं आपकी क्या मदद करूँ?",
  hu: "Jó napot, köszönjük a hívását. Miben segíthetek?",
  it: "Buongiorno, grazie per aver chiamato. Come posso aiutarla?",
  ja: "お電話ありがとうございます。どのようなご用件でしょうか。",
  ko: "안녕하세요, 전화 주셔서 감사합니다. 무엇을 도와드릴까요?",
  no: "Hei, og takk for at du ringer. Hva kan jeg hjelpe deg med?",
  pl: "Dzień dobry, dziękujemy za telefon. W czym mogę pomóc?",
  pt: "Olá, obrigado por ligar. Em que posso ajudar?",
  ro: "Bună ziua, vă mulțumim că ați sunat. Cu ce vă pot ajuta?",
  es: "Buenos días, gracias por llamar. ¿En qué puedo ayudarle?",
  sv: "Hej och tack för att du ringer. Vad kan jag hjälpa dig med?",
  tr: "Merhaba, aradığınız için teşekkürler. Size nasıl yardımcı olabilirim?",
  uk: "Добрий день, дякуємо за дзвінок. Чим можу допомогти?",
};

/** @param language ISO 639-1, with a region or without; of one that is not here, and of "", the English one. */
export function voiceSentence(language: string): { language: string; words: string } {
  const base = language.toLowerCase().split("-")[0] ?? "";
  const known = Object.hasOwn(SENTENCES, base) ? base : "en";
  return { language: known, words: SENTENCES[known]! };
}
