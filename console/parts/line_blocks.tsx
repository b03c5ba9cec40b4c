// The lines of a transcript, block by block: a block is drawn anew only when something in it changed. Of a very long
// call the blocks in sight come first and all others soon after, so that searching in the page finds every word.
import { Component, createRef } from "preact";
import type { RowBlock } from "../live/row_blocks.ts";
import { LineItem, MomentItem } from "./transcript_line.tsx";

/** What a block is taken for until it is laid out: lines of a sentence or two. */
const ROW_REM = 4.4;
/** What nobody sees is drawn one block in so many milliseconds, so that the page stays at hand. */
const EVERY_MS = 20;

/** Which blocks have not been drawn yet, and draws them. One for each transcript. */
export class BlockQueue {
  readonly #waiting = new Map<Element, LineBlock>();
  readonly #onDrawn: () => void;
  readonly #fromEnd: boolean;
  #observer: IntersectionObserver | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** `fromEnd`: the last first, for a reader who is there. `onDrawn`: once nothing waits any more. */
  constructor(options: { fromEnd: boolean; onDrawn: () => void }) {
    this.#fromEnd = options.fromEnd;
    this.#onDrawn = options.onDrawn;
  }

  add(element: Element, block: LineBlock): void {
    this.#observer ??= new IntersectionObserver((seen) => {
      for (const { target, isIntersecting } of seen) if (isIntersecting) this.#draw(target);
    }, { root: element.closest("[role=log]"), rootMargin: "100%" });
    this.#observer.observe(element);
    this.#waiting.set(element, block);
    this.#timer ??= setTimeout(() => this.#drawNext(), EVERY_MS);
  }

  remove(element: Element): void {
    this.#observer?.unobserve(element);
    this.#waiting.delete(element);
  }

  drawAll(): void {
    for (const element of [...this.#waiting.keys()]) this.#draw(element);
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#observer?.disconnect();
  }

  #drawNext(): void {
    this.#timer = undefined;
    const waiting = [...this.#waiting.keys()];
    const next = waiting.at(this.#fromEnd ? -1 : 0);
    if (next) this.#draw(next);
    if (this.#waiting.size === 0) this.#onDrawn();
    else this.#timer = setTimeout(() => this.#drawNext(), EVERY_MS);
  }

  #draw(element: Element): void {
    const block = this.#waiting.get(element);
    this.remove(element);
    block?.draw();
  }
}

interface LineBlockProps {
  block: RowBlock;
  over: boolean;
  queue: BlockQueue;
  /** It may wait until there is time for it. */
  later: boolean;
}

export class LineBlock extends Component<LineBlockProps> {
  readonly #list = createRef<HTMLOListElement>();
  #drawn = false;

  override shouldComponentUpdate(next: LineBlockProps): boolean {
    return next.block !== this.props.block || next.over !== this.props.over;
  }

  override componentDidMount(): void {
    if (!this.#drawn && this.#list.current) this.props.queue.add(this.#list.current, this);
  }

  override componentWillUnmount(): void {
    if (this.#list.current) this.props.queue.remove(this.#list.current);
  }

  draw(): void {
    this.#drawn = true;
    this.forceUpdate();
  }

  override render({ block: { rows }, over, later }: LineBlockProps) {
    this.#drawn ||= !later;
    const tall = `${rows.length * ROW_REM}rem`;
    const style = this.#drawn ? { containIntrinsicBlockSize: `auto ${tall}` } : { blockSize: tall };
    return (
      <ol ref={this.#list} class="lines" style={style}>
        {this.#drawn && rows.map((row) =>
          row.kind === "line"
            ? <LineItem key={row.key} row={row} over={over} />
            : <MomentItem key={row.key} row={row} />
        )}
      </ol>
    );
  }
}
