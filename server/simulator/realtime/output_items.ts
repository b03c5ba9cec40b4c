// The events of one output item, from its opening to its closing group (openai-realtime § 9,
// realtime-stand-in § 5.2). Its record grows with what was sent, so that it can be truncated at any time.
import type { McpPiece, Piece } from "./dialogue.ts";
import type { Emitter, ItemView, Phase } from "./emit.ts";
import type { Conversation, Item } from "./items.ts";
import { between, type Random, shuffled } from "./random.ts";
import { mcpCallView } from "./remote_servers.ts";
import type { RunSettings } from "./response_run.ts";

export interface OutputItem {
  record: Item;
  index: number;
  piece: Piece;
  callId: string;
  /** What was sent so far. */
  words: string;
  args: string;
  /** Of a remote server's tool: whether its work is done. */
  worked: boolean;
  closed: boolean;
}

/** How far the server's idea of an item's length may be below the bytes it sent (openai-realtime § 11). */
const SHORT_MS = [0, 85] as const;
const ID_PREFIX = { speech: "item", call: "item", mcp: "mcp", approval: "mcpr" } as const;

export interface OutputOptions {
  emitter: Emitter;
  conversation: Conversation;
  random: Random;
  shuffleDoneGroup: boolean;
  /** Whether messages tell their phase, as models 2.x do. */
  phases: boolean;
  sent: (output: OutputItem, audio: Uint8Array) => void;
  closed: (output: OutputItem) => void;
  /** A remote server's tool works on after its response. */
  outlasts: (output: OutputItem, call: McpPiece) => void;
  tokensLeft: () => { limit: number; remaining: number; resetSeconds: number };
}

export class OutputItems {
  #options: OutputOptions;

  constructor(options: OutputOptions) {
    this.#options = options;
  }

  open(run: RunSettings, piece: Piece, index: number): OutputItem {
    const { emitter, conversation, random } = this.#options;
    const id = emitter.id(ID_PREFIX[piece.type]);
    const callId = piece.type === "call" ? piece.callId ?? emitter.id("call") : "";
    const record: Item = {
      id,
      by: "model",
      audioMs: 0,
      shortMs: between(random, SHORT_MS),
      view: { type: "message", role: "assistant", content: [] },
    };
    const output: OutputItem = {
      record,
      index,
      piece,
      callId,
      words: "",
      args: "",
      worked: false,
      closed: false,
    };
    record.view = this.#view(run, output, "in_progress");
    emitter.emit("response.output_item.added", {
      response_id: run.id,
      output_index: index,
      item: record.view,
    });
    if (run.conversationId !== null) {
      const previous = conversation.push(record);
      emitter.emit("conversation.item.added", { previous_item_id: previous, item: record.view });
    }
    if (piece.type === "speech") {
      emitter.emit("response.content_part.added", {
        ...this.#place(run, output),
        part: run.written ? { type: "text", text: "" } : { type: "audio", transcript: "" },
      });
    }
    return output;
  }

  words(run: RunSettings, output: OutputItem, delta: string): void {
    output.words += delta;
    this.#options.emitter.emit(
      run.written ? "response.output_text.delta" : "response.output_audio_transcript.delta",
      { ...this.#place(run, output), delta },
    );
  }

  audio(run: RunSettings, output: OutputItem, audio: Uint8Array, bytesPerMs: number): void {
    output.record.audioMs += audio.length / bytesPerMs;
    this.#options.sent(output, audio);
    this.#options.emitter.emit("response.output_audio.delta", {
      ...this.#place(run, output),
      delta: audio.toBase64(),
    });
  }

  arguments(run: RunSettings, output: OutputItem, delta: string): void {
    output.args += delta;
    const { emitter } = this.#options;
    const place = {
      response_id: run.id,
      item_id: output.record.id,
      output_index: output.index,
      delta,
    };
    if (output.piece.type === "mcp") emitter.emit("response.mcp_call_arguments.delta", place);
    else {
      emitter.emit("response.function_call_arguments.delta", { ...place, call_id: output.callId });
    }
  }

  /** A remote server's tool begins to work or is done with it. */
  work(run: RunSettings, output: OutputItem, phase: "began" | "ended"): void {
    const { emitter, outlasts } = this.#options;
    const { record: { id }, piece, index } = output;
    if (piece.type !== "mcp") return;
    if (phase === "ended") {
      output.worked = true;
      const how = piece.error === undefined ? "completed" : "failed";
      return emitter.emit(`response.mcp_call.${how}`, { item_id: id, output_index: index });
    }
    emitter.emit("response.mcp_call_arguments.done", {
      response_id: run.id,
      item_id: id,
      output_index: index,
      arguments: output.args,
    });
    emitter.emit("response.mcp_call.in_progress", { item_id: id, output_index: index });
    if (!piece.outlasts) return;
    output.closed = true;
    outlasts(output, piece);
  }

  close(run: RunSettings, output: OutputItem, status: "completed" | "incomplete"): void {
    const { emitter, conversation, random, shuffleDoneGroup, closed } = this.#options;
    output.closed = true;
    const { record, piece, index } = output;
    record.view = this.#view(run, output, status);
    const place = this.#place(run, output);
    const group: (() => void)[] = [];
    if (piece.type === "mcp" || piece.type === "approval") {
      // Their ends are told by the item alone.
    } else if (piece.type === "call") {
      group.push(() =>
        emitter.emit("response.function_call_arguments.done", {
          response_id: run.id,
          item_id: record.id,
          output_index: index,
          call_id: output.callId,
          name: piece.name,
          arguments: output.args,
        })
      );
    } else if (run.written) {
      group.push(
        () => emitter.emit("response.output_text.done", { ...place, text: output.words }),
        () =>
          emitter.emit("response.content_part.done", {
            ...place,
            part: { type: "text", text: output.words },
          }),
      );
    } else {
      const transcript = output.words;
      group.push(
        () => emitter.emit("response.output_audio.done", place),
        () => emitter.emit("response.output_audio_transcript.done", { ...place, transcript }),
        () =>
          emitter.emit("response.content_part.done", {
            ...place,
            part: { type: "audio", transcript },
          }),
      );
    }
    if (run.conversationId !== null) {
      const before = conversation.items.findIndex((item) => item === record) - 1;
      const previous = conversation.items[before]?.id ?? null;
      group.push(() =>
        emitter.emit("conversation.item.done", { previous_item_id: previous, item: record.view })
      );
    }
    group.push(() =>
      emitter.emit("response.output_item.done", {
        response_id: run.id,
        output_index: index,
        item: record.view,
      })
    );
    for (const emit of shuffleDoneGroup ? shuffled(random, group) : group) emit();
    closed(output);
  }

  /** Deltas for a response that has ended, and for one that never was. */
  ghosts(run: RunSettings): void {
    const { emitter } = this.#options;
    for (const [response, item] of [[run.id, "item_ghost"], ["resp_ghost", "item_ghost2"]]) {
      emitter.raw({
        type: "response.output_audio.delta",
        event_id: emitter.id("event"),
        response_id: response,
        item_id: item,
        output_index: 0,
        content_index: 0,
        delta: new Uint8Array(400).fill(1).toBase64(),
      });
    }
  }

  rateLimits(): void {
    const { limit, remaining, resetSeconds } = this.#options.tokensLeft();
    this.#options.emitter.emit("rate_limits.updated", {
      rate_limits: [{ name: "tokens", limit, remaining, reset_seconds: resetSeconds }],
    });
  }

  #place(run: RunSettings, { record, index }: OutputItem) {
    return { response_id: run.id, item_id: record.id, output_index: index, content_index: 0 };
  }

  #view(
    run: RunSettings,
    output: OutputItem,
    status: "in_progress" | "completed" | "incomplete",
  ): ItemView {
    const { record: { id, truncated }, piece, callId, words, args } = output;
    const object = "realtime.item" as const;
    if (piece.type === "mcp") return mcpCallView(id, piece, { args, ended: output.worked });
    if (piece.type === "approval") {
      const { server, name, args: asked } = piece.call;
      return { id, type: "mcp_approval_request", server_label: server, name, arguments: asked };
    }
    if (piece.type === "call") {
      return {
        id,
        object,
        type: "function_call",
        status,
        name: piece.name,
        call_id: callId,
        arguments: args,
      };
    }
    const content = status === "in_progress"
      ? []
      : run.written
      ? [{ type: "output_text" as const, text: words }]
      : [{ type: "output_audio" as const, ...(truncated ? {} : { transcript: words }) }];
    const phase: { phase?: Phase } = this.#options.phases ? { phase: piece.phase } : {};
    return { id, object, type: "message", role: "assistant", status, content, ...phase };
  }
}
