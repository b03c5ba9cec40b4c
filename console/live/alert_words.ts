// An alert in words: what is the matter, what to do, and where to look. Pure.
import type { Alert } from "../../server/contract/alert_kinds.ts";
import type { Permission } from "../../server/contract/role.ts";
import { EYE_REASONS, type EyeReason } from "../../server/contract/wants_eye.ts";
import { ALERT_TEXTS as TEXTS } from "../texts/alerts.ts";
import { END_REASON_TEXTS } from "../texts/end_reasons.ts";
import { dollarWords } from "../ui/money_words.ts";
import type { AlertGroup } from "./alerts.ts";
import { troubleWords } from "./attention.ts";
import { outcomeWords } from "./webhooks.ts";

export interface AlertWords {
  title: string;
  words: string;
  /** Where to look. */
  link: { href: string; text: string } | null;
}

/** One instance of several is named before what is the matter with it. */
export function alertWords(
  group: AlertGroup,
  may: (permission: Permission) => boolean,
): AlertWords {
  const words = wordsOf(group, may);
  return group.instance === "" ? words : {
    ...words,
    title: TEXTS.ofInstance(group.instance, words.title),
  };
}

function wordsOf(
  { kind, alerts }: AlertGroup,
  may: (permission: Permission) => boolean,
): AlertWords {
  const facts = alerts[0]?.facts ?? {};
  const fact = (name: string) => facts[name] ?? "";
  const connection = { href: "/connection", text: TEXTS.openConnection };
  switch (kind) {
    case "model_down":
      return {
        title: TEXTS.modelDown,
        words: TEXTS.modelDownWords(troubleWords(fact("code"))),
        link: connection,
      };
    case "no_credit":
      return { title: TEXTS.noCredit, words: TEXTS.noCreditWords, link: null };
    case "calls_refused": {
      // Full, or too late to take more.
      const lag = fact("lagMs");
      const words = lag === "" ? TEXTS.callsRefusedWords : TEXTS.heldUpWords(lag);
      return { title: TEXTS.callsRefused, words, link: connection };
    }
    case "budget_near":
    case "budget_spent": {
      const [usd, budget] = [Number(fact("usd")), Number(fact("budgetUsd"))];
      return {
        title: kind === "budget_near" ? TEXTS.budgetNear : TEXTS.budgetSpent,
        words: TEXTS.budgetWords(dollarWords(usd), dollarWords(budget)),
        link: null,
      };
    }
    case "failed_calls": {
      const reason = fact("reason");
      return {
        title: TEXTS.failedCalls(fact("failed"), fact("calls")),
        words: TEXTS.failedCallsWords(endWords(reason)),
        link: { href: `/history?endReason=${reason}`, text: TEXTS.openHistory },
      };
    }
    case "held_up":
      return { title: TEXTS.heldUp, words: TEXTS.heldUpWords(fact("lagMs")), link: connection };
    case "store_trouble":
      return { title: TEXTS.storeTrouble, words: TEXTS.storeTroubleWords, link: connection };
    case "self_call_failed":
      return {
        title: TEXTS.selfCallFailed,
        words: TEXTS.selfCallFailedWords(fact("code")),
        link: connection,
      };
    case "webhook_given_up":
      return {
        title: alerts.length > 1 ? TEXTS.webhooks(alerts.length) : TEXTS.webhook(fact("name")),
        words: TEXTS.webhookWords(outcomeWords(fact("reason"))),
        link: may("manage") ? { href: "/settings/webhooks", text: TEXTS.openWebhooks } : null,
      };
    case "call_waits":
      return waiting(alerts);
  }
}

/** What a screen reader is told: the same without where to look. */
export function spokenAlert({ title, words }: AlertWords): string {
  return `${title}. ${words}`;
}

function waiting(alerts: readonly Alert[]): AlertWords {
  const [first] = alerts;
  if (!first || alerts.length > 1) {
    const link = { href: "/", text: TEXTS.openFloor };
    return { title: TEXTS.callsWait(alerts.length), words: "", link };
  }
  const { callId = "", agent = "", reason } = first.facts;
  const why = isEyeReason(reason) ? TEXTS.reasons[reason] : "";
  return {
    title: TEXTS.callWaits,
    words: agent === "" ? why : `${why} ${TEXTS.agent(agent)}`,
    link: { href: `/calls/${encodeURIComponent(callId)}`, text: TEXTS.openCall },
  };
}

function isEyeReason(reason: string | undefined): reason is EyeReason {
  return EYE_REASONS.some((known) => known === reason);
}

function endWords(reason: string): string {
  return Object.hasOwn(END_REASON_TEXTS, reason)
    ? END_REASON_TEXTS[reason as keyof typeof END_REASON_TEXTS].words
    : reason;
}
