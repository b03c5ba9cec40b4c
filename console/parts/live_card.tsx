// A card of the floor, drawn anew whenever its call changes while it is in sight or near it. The others take turns, a
// few at a time: a floor of hundreds costs little more than what is seen of it, and nothing on it is older than seconds.
import { Component, createRef } from "preact";
import type { FloorCall } from "../live/floor.ts";
import { CallCard } from "./call_card.tsx";

/** So many are drawn with the page; what else is in sight a moment later. */
const FIRST = 12;
/** So many are all kept up to date, wherever they are. */
const FEW = 24;
const TURN_MS = 250;
/** All others have had their turn after so many. */
const TURNS = 10;

interface LiveCardProps {
  floorCall: FloorCall;
  nowMs: number;
  /** Place in the list when it was first drawn: of the first ones nobody waits for a turn. */
  place: number;
  sight: CardSight;
}

/** Which cards are in sight, and whose turn it is. One for each list of cards. */
export class CardSight {
  readonly #cards = new Map<Element, LiveCard>();
  readonly #observer: IntersectionObserver;
  readonly #turns: ReturnType<typeof setInterval>;
  #next = 0;

  constructor() {
    const noted = (seen: readonly IntersectionObserverEntry[]) => {
      for (const { target, isIntersecting } of seen) this.#cards.get(target)?.see(isIntersecting);
    };
    this.#observer = new IntersectionObserver(noted, { rootMargin: "50%" });
    this.#turns = setInterval(() => this.#takeTurns(), TURN_MS);
  }

  get few(): boolean {
    return this.#cards.size <= FEW;
  }

  add(element: Element, card: LiveCard): void {
    this.#cards.set(element, card);
    this.#observer.observe(element);
  }

  remove(element: Element): void {
    this.#cards.delete(element);
    this.#observer.unobserve(element);
  }

  stop(): void {
    clearInterval(this.#turns);
    this.#observer.disconnect();
  }

  #takeTurns(): void {
    const cards = [...this.#cards.values()];
    for (let left = Math.ceil(cards.length / TURNS); left > 0; left--) {
      cards[this.#next++ % cards.length]?.takeTurn();
    }
  }
}

export class LiveCard extends Component<LiveCardProps> {
  readonly #item = createRef<HTMLLIElement>();
  #seen = false;
  #drawn = false;
  /** Something has changed since it was drawn. */
  #stale = false;

  override shouldComponentUpdate(next: LiveCardProps): boolean {
    const same = next.floorCall === this.props.floorCall && next.nowMs === this.props.nowMs;
    if (same || this.#seen || next.sight.few) return !same;
    this.#stale = true;
    return false;
  }

  override componentDidMount(): void {
    if (this.#item.current) this.props.sight.add(this.#item.current, this);
  }

  override componentWillUnmount(): void {
    if (this.#item.current) this.props.sight.remove(this.#item.current);
  }

  see(seen: boolean): void {
    this.#seen = seen;
    if (seen) this.takeTurn();
  }

  takeTurn(): void {
    if (this.#drawn && !this.#stale) return;
    this.#stale = false;
    this.#drawn = true;
    this.forceUpdate();
  }

  override render({ floorCall, nowMs, place }: LiveCardProps) {
    this.#drawn ||= place < FIRST;
    return (
      <li ref={this.#item} class="card-place">
        {this.#drawn && <CallCard {...{ floorCall, nowMs }} />}
      </li>
    );
  }
}
