// All responses of one session: one at a time in the conversation, others beside it out of band
// (realtime-stand-in §§ 5.4–5.6, 5.8). It knows no audio of the caller and no socket.
import { bytesPerMs } from "./audio_format.ts";
import type { Conduct } from "./conduct.ts";
import type { Answer, Dialogue, Prompt } from "./dialogue.ts";
import type { Emitter } from "./emit.ts";
import type { FaultPlan } from "./faults.ts";
import type { Conversation } from "./items.ts";
import { type OutputItem, OutputItems } from "./output_items.ts";
import { type Mischief, planReply, type Timed } from "./plan.ts";
import type { Random } from "./random.ts";
import { type CancelReason, type Ending, ResponseRun, type RunSettings } from "./response_run.ts";
import type { RemoteServers } from "./remote_servers.ts";
import type { Fault, Scenario, Timing, Why } from "./scenario.ts";
import { promptOf } from "./prompt.ts";
import { reasons, type SessionConfig, type Tool, type Voice } from "./session_config.ts";
import { type Fields, invalidValue, isFields, type Refusal, refuse } from "./shape.ts";
import { RESPONSE_FAULTS, spoilPlan, spoilReply, spoiltDeltas } from "./spoil.ts";
import type { Timers } from "./timers.ts";
import { UsageLedger } from "./usage_ledger.ts";

const LIMIT_TOKENS = 200_000;
const EFFORT_X = { minimal: 1, low: 1, medium: 1.5, high: 2.5, xhigh: 4 } as const;

export interface ResponsesOptions {
  scenario: Scenario;
  faults: FaultPlan;
  connection: number;
  model: string;
  emitter: Emitter;
  timers: Timers;
  timing: Timing;
  random: Random;
  conversation: Conversation;
  servers: RemoteServers;
  dialogue: Dialogue;
  conduct: Conduct;
  config: () => SessionConfig;
  mischief: (step: Mischief) => void;
  /** Audio that went out, in the session's format. */
  sent: (output: OutputItem, audio: Uint8Array) => void;
  /** A response of the conversation has ended; how much audio it sent. */
  over: (audioMs: number, ending: Ending) => void;
}

export class Responses {
  #options: ResponsesOptions;
  #active: ResponseRun | null = null;
  #beside = new Set<ResponseRun>();
  #ledger = new UsageLedger();
  #items: OutputItems;
  #conversationId: string;
  #count = 0;
  #waiting: Why | null = null;
  /** Whether any audio was made: the voice is then fixed. */
  audioProduced = false;

  constructor(options: ResponsesOptions) {
    this.#options = options;
    const { emitter, conversation, random, scenario, model, sent } = options;
    this.#conversationId = emitter.id("conv");
    this.#items = new OutputItems({
      emitter,
      conversation,
      random,
      shuffleDoneGroup: scenario.shuffleDoneGroup ?? false,
      phases: reasons(model),
      sent: (output, audio) => {
        this.audioProduced = true;
        sent(output, audio);
      },
      closed: (output) => this.#closed(output),
      outlasts: (output, call) => {
        options.servers.outlast(output.record, call, { index: output.index });
      },
      tokensLeft: () => ({
        limit: LIMIT_TOKENS,
        remaining: Math.max(0, LIMIT_TOKENS - this.#ledger.total),
        resetSeconds: Math.max(0.1, 60 - this.#count),
      }),
    });
  }

  get active(): ResponseRun | null {
    return this.#active;
  }

  /** Starts a response, or says why not. A turn that ends during another one gets none, silently. */
  create(why: Why, params: Fields = {}): Refusal | null {
    const { faults, connection, conduct, timers } = this.#options;
    const outOfBand = params.conversation === "none";
    if (!outOfBand && this.#active) {
      if (why === "asked") {
        conduct.askedWhileActive(this.#active.createdAtMs, timers.now());
        const { id } = this.#active.settings;
        return refuse(
          "conversation_already_has_active_response",
          `Conversation already has an active response in progress: ${id}. Wait until the response is finished before creating a new one.`,
          null,
        );
      }
      if (!this.#active.running) this.#waiting = why;
      return null;
    }
    const refusal = this.#refusal(params);
    if (refusal) return refusal;
    if (!outOfBand) {
      this.#count++;
      conduct.responseBegan();
      if (faults.take("F13", { connection, response: this.#count })) return null;
    }
    this.#start(why, params, outOfBand);
    return null;
  }

  cancel(id: unknown): Refusal | null {
    const runs = [...(this.#active ? [this.#active] : []), ...this.#beside];
    const run = id === undefined
      ? this.#active
      : runs.find(({ settings }) => settings.id === id) ?? null;
    if (!run) {
      return refuse(
        "response_cancel_not_active",
        "Cancellation failed: no active response found",
        id === undefined ? null : "response_id",
      );
    }
    run.cancel("client_cancelled");
    return null;
  }

  /** The caller speaks: the response of the conversation, if there is one, ends. */
  interrupt(reason: CancelReason = "turn_detected"): void {
    this.#active?.cancel(reason);
  }

  #refusal(params: Fields): Refusal | null {
    const { conversation, model } = this.#options;
    for (const key of ["reasoning", "parallel_tool_calls"]) {
      if (params[key] !== undefined && !reasons(model)) {
        return refuse(
          "unsupported_parameter",
          `Unsupported parameter: 'response.${key}' is not supported with this model.`,
          `response.${key}`,
        );
      }
    }
    for (const [i, item] of (params.input as Fields[] | undefined ?? []).entries()) {
      if (item.type === "item_reference" && !conversation.find(item.id)) {
        return refuse(
          "item_not_found",
          `Item with item_id '${item.id}' does not exist.`,
          `response.input[${i}].id`,
        );
      }
    }
    const chosen = params.tool_choice;
    if (isFields(chosen) && !this.#tools(params).some((tool) => isChosen(tool, chosen))) {
      const name = chosen.name ?? chosen.server_label;
      return invalidValue("response.tool_choice", `Tool '${name}' is not among the tools.`);
    }
    const voice = outputOf(params).voice;
    const before = this.#options.config().audio.output.voice;
    if (voice !== undefined && this.audioProduced && String(voice) !== String(before)) {
      return refuse(
        "cannot_update_voice",
        "Cannot update a conversation's voice if assistant audio is present.",
        "response.audio.output.voice",
      );
    }
    return null;
  }

  #start(why: Why, params: Fields, outOfBand: boolean): void {
    const { faults, connection, emitter, random, timing, timers, config } = this.#options;
    const occasion = { connection, ...(outOfBand ? { response: 0 } : { response: this.#count }) };
    const struck = RESPONSE_FAULTS.flatMap((name) =>
      faults.take(
        name,
        occasion,
        (fault) =>
          fault.at?.ms === undefined && fault.variant !== "connect" &&
          // One beside the conversation is struck only where it is meant: it has the number 0.
          (!outOfBand || fault.at?.response === 0),
      ) ?? []
    );
    const session = config();
    const output = outputOf(params);
    const format = output.format ?? session.audio.output.format;
    const modalities = params.output_modalities as string[] | undefined ??
      session.output_modalities;
    const tools = this.#tools(params);
    const written = modalities[0] === "text";
    const names = tools.flatMap((tool) => tool.type === "function" ? [tool.name] : []);
    const answer = this.#options.dialogue.answer(this.#prompt(why, params, names));
    const reply = struck.reduce(
      (before, fault) => spoilReply(before, fault, names),
      answer.reply,
    );
    const deltas = struck.map(spoiltDeltas).find((one) => one !== "normal") ?? "normal";
    const reasoning = params.reasoning as SessionConfig["reasoning"] ?? session.reasoning;
    const reasoningX = reasons(this.#options.model) ? EFFORT_X[reasoning?.effort ?? "low"] : 1;
    const maxOutputTokens = params.max_output_tokens as number | "inf" | undefined ??
      session.max_output_tokens;
    const plan = struck.reduce(
      (before: Timed[], fault) => spoilPlan(before, fault),
      scripted(
        capped(
          planReply(reply, { format, written, timing, random, reasoningX, deltas }),
          maxOutputTokens,
          bytesPerMs(format),
        ),
        answer,
      ),
    );
    const settings: RunSettings = {
      id: emitter.id("resp"),
      conversationId: outOfBand ? null : this.#conversationId,
      format,
      voice: output.voice ?? session.audio.output.voice,
      written,
      maxOutputTokens,
      metadata: params.metadata as Record<string, string> | null ?? null,
      reply,
      plan,
      lateDeltas: has(struck, "F27") ? [20, 20] : [0, 5],
    };
    const untidyBefore = emitter.untidy;
    if (has(struck, "F18")) emitter.untidy = 20;
    const run = new ResponseRun(settings, {
      emitter,
      timers,
      timing,
      random,
      items: this.#items,
      mischief: this.#options.mischief,
      book: (tokens) =>
        this.#ledger.book({
          instructions: String(params.instructions ?? session.instructions),
          tools,
          items: params.input === undefined ? this.#options.conversation.items : [],
        }, tokens),
      over: (ended, ending) => {
        if (has(struck, "F18")) emitter.untidy = untidyBefore;
        this.#over(ended, ending);
      },
    });
    if (outOfBand) this.#beside.add(run);
    else this.#active = run;
  }

  #over(run: ResponseRun, ending: Ending): void {
    this.#beside.delete(run);
    if (run !== this.#active) return;
    this.#active = null;
    this.#options.over(run.audioMs, ending);
    const waiting = this.#waiting;
    this.#waiting = null;
    if (waiting) this.create(waiting);
  }

  #tools(params: Fields): SessionConfig["tools"] {
    return params.tools as SessionConfig["tools"] | undefined ?? this.#options.config().tools;
  }

  #prompt(why: Why, params: Fields, tools: readonly string[]): Prompt {
    const { conversation, config, model, servers } = this.#options;
    const { instructions, tool_choice } = config();
    return promptOf({
      items: conversation.items,
      why,
      params,
      tools,
      toolChoice: tool_choice,
      briefing: instructions,
      servers: servers.listed,
      reasons: reasons(model),
    });
  }

  #closed({ record: { id, view }, piece }: OutputItem): void {
    const { conduct, servers } = this.#options;
    if (piece.type === "approval") return servers.requested(id, piece.call);
    if (view.type === "function_call" && view.status === "completed") {
      conduct.callMade(String(view.call_id), view.name);
    }
    if (view.type === "mcp_call" && (view.output !== null || view.error !== null)) {
      conduct.callMade(id, view.name);
      conduct.callAnswered(id);
    }
  }
}

const has = (faults: readonly Fault[], name: Fault["name"]) =>
  faults.some((fault) => fault.name === name);

/** The plan as a rule of the scenario wants it: later, or failed. */
function scripted(plan: Timed[], { afterMs, fails }: Answer): Timed[] {
  if (fails !== null) {
    const message = "The scenario wants this response to fail.";
    return [{ atMs: afterMs, step: { type: "end", status: "failed", code: fails, message } }];
  }
  return plan.map(({ atMs, step }) => ({ atMs: atMs + afterMs, step }));
}

function isChosen(tool: Tool, chosen: Fields): boolean {
  return tool.type === "function"
    ? chosen.type === "function" && tool.name === chosen.name
    : chosen.type === "mcp" && tool.server_label === chosen.server_label;
}

function outputOf(params: Fields): {
  voice?: Voice;
  format?: SessionConfig["audio"]["output"]["format"];
} {
  return isFields(params.audio) && isFields(params.audio.output) ? params.audio.output : {};
}

/** The plan up to where its tokens run out: speech is then cut in mid-word. */
function capped(plan: Timed[], maxTokens: number | "inf", ofMs: number): Timed[] {
  if (maxTokens === "inf") return plan;
  let tokens = 0;
  for (const [i, { atMs, step }] of plan.entries()) {
    if (step.type === "audio") tokens += step.audio.length / ofMs / 50;
    if (step.type === "words" || step.type === "arguments") tokens += step.text.length / 4;
    if (tokens <= maxTokens) continue;
    const code = "max_output_tokens";
    return [...plan.slice(0, i), {
      atMs,
      step: { type: "end", status: "incomplete", code, message: "" },
    }];
  }
  return plan;
}
