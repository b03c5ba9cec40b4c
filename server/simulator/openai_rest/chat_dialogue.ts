// What the stand-in's text model says: the parcel hotline of the recordings, in writing. Scripted answers first.
import type { Speech } from "../speech.ts";
import type { ChatBody } from "./chat_path.ts";
import type { ChatReply, RestScenario } from "./rest_scenario.ts";

const END_TOOL = "end_conversation_successfully";
const NOW_CHARS = 240;
const EXACTLY = /Say exactly these words[^:]*:\s*["“]?([^"”\n]+)["”]?/i;

export class ChatDialogue {
  #scenario: RestScenario;
  #speech: Speech | undefined;
  #used = 0;
  #matched: number[];
  #count = 0;

  constructor(scenario: RestScenario, speech: Speech | undefined) {
    this.#scenario = scenario;
    this.#speech = speech;
    this.#matched = (scenario.when ?? []).map(() => 0);
  }

  reply({ messages, tools }: ChatBody): ChatReply {
    this.#count++;
    const instructions = messages.filter(({ role }) => role === "system").map((one) => one.content)
      .join("\n\n");
    const last = messages.findLast(({ role }) => role !== "assistant" && role !== "system");
    const scripted = this.#scripted(`${instructions}\n${last?.content ?? ""}`);
    if (scripted) return scripted;
    const exact = EXACTLY.exec(instructions)?.[1];
    if (exact) return { text: exact.trim() };
    const target = translationTarget({ messages, tools });
    if (target !== null) return { text: `[${target}] ${bare(last?.content ?? "")}` };
    if (asksForSummary({ messages, tools })) {
      return { text: summary(messages[0]!.content, last?.content ?? "") };
    }
    const topic = this.#topic(instructions, last);
    const text = this.#say(topic) ?? this.#say("fallback") ?? `Answer ${this.#count}.`;
    const args = JSON.stringify({ summary: "The caller’s question was answered." });
    const ends = topic === "farewell" && last?.role === "user" && tools.includes(END_TOOL);
    return { text, calls: ends ? [{ name: END_TOOL, args }] : [] };
  }

  #scripted(context: string): ChatReply | undefined {
    const at = (this.#scenario.when ?? []).findIndex(({ includes, times = Infinity }, i) =>
      this.#matched[i]! < times && context.includes(includes)
    );
    if (at >= 0) {
      this.#matched[at]!++;
      return this.#scenario.when![at]!.reply;
    }
    const reply = this.#scenario.replies?.[this.#used];
    if (reply) this.#used++;
    return reply;
  }

  #topic(instructions: string, last: { role: string; content: string } | undefined): string {
    const now = instructions.split(/\n\s*\n/).at(-1) ?? "";
    // A prompt may speak of goodbyes at length; what is asked for now is a sentence or two.
    if (now.length <= NOW_CHARS && /good-?bye|farewell/i.test(now)) return "farewell";
    if (!last) return "greeting";
    if (last.role === "tool") return "answers:thanks";
    const asked = this.#speech?.recordings.find(({ role, text }) =>
      role === "caller" && text === last.content
    );
    const tags = asked?.tags ?? [];
    if (tags.includes("goodbye")) return "farewell";
    const topic = tags.find((tag) => tag.startsWith("asks:"));
    return topic ? topic.replace("asks:", "answers:") : "fallback";
  }

  #say(tag: string): string | undefined {
    return this.#speech?.recordings.find(({ role, tags }) => role === "agent" && tags.includes(tag))
      ?.text;
  }
}

/**
 * Into which language the instructions want a text translated, as they name it: a tag such as "en-US", else a word after
 * "into" or "to"; null: they want something else.
 */
function translationTarget(
  { messages, tools }: Pick<ChatBody, "messages" | "tools">,
): string | null {
  const first = messages[0];
  if (!first || first.role === "user" || messages.length !== 2 || tools.length > 0) return null;
  if (!/\btranslat/i.test(first.content)) return null;
  const into = /\b(?:in)?to\b[^.;\n]*?\b([a-z]{2,3}-[A-Za-z]{2,4})\b/.exec(first.content)?.[1] ??
    /\b([a-z]{2,3}-[A-Z]{2})\b/.exec(first.content)?.[1] ??
    /\binto ([A-Za-z]+)/.exec(first.content)?.[1];
  return into ?? "?";
}

/** Without the marks that may be put around a text. */
function bare(text: string): string {
  return text.replace(/<\/?[a-z_]+>|"""|```/gi, "").trim();
}

/** A question about a whole call: its transcript as one message, and no tools. */
function asksForSummary({ messages, tools }: Pick<ChatBody, "messages" | "tools">): boolean {
  return messages.length === 2 && tools.length === 0 && messages[1]!.role === "user" &&
    /\bsum(mar(y|ise|ize)| up)\b/i.test(messages[0]!.content);
}

/** What the caller began with and what the agent ended with: no more than a stand-in can honestly say. */
function summary(instructions: string, transcript: string): string {
  const said = (who: string) =>
    [...transcript.matchAll(new RegExp(`^(?:\\[[^\\]]*\\] )?${who}: (.+)$`, "gm"))].map((line) =>
      line[1]!
    );
  const [first, last] = [said("Caller")[0], said("Agent").at(-1)];
  const words = `The caller began with “${first ?? "…"}”, the agent ended with “${last ?? "…"}”.`;
  return /json/i.test(instructions) ? JSON.stringify({ summary: words }) : words;
}
