// The connections to PostgreSQL: opened when they are needed, opened anew after a loss, given up when an answer does not
// come. Knows no table.
import postgres, { type Sql, type TransactionSql } from "postgres";
import { StoreError } from "../store_error.ts";
import { postgresFault } from "./postgres_fault.ts";

export type { TransactionSql };
/** What runs statements: the pool, or one transaction of it. */
export type Statements = Sql | TransactionSql;

/** Writing waits for nobody else; the others are for what people look up meanwhile. */
const CONNECTIONS = 3;
const CONNECT_SECONDS = 5;
/** The server gives up a statement by itself; a server that is not there any more cannot. */
const STATEMENT_MS = 15_000;
const ANSWER_MS = 20_000;

export interface PostgresLinkOptions {
  /** Of the tables, where it is not the connection's own; for tests. */
  schema?: string;
  answerMs?: number;
  /** At most so many. */
  connections?: number;
}

export class PostgresLink {
  readonly #url: string;
  readonly #schema: string | undefined;
  readonly #answerMs: number;
  readonly #connectionsAtMost: number;
  #sql: Sql;

  constructor(url: string, options: PostgresLinkOptions = {}) {
    this.#url = url;
    this.#schema = options.schema;
    this.#answerMs = options.answerMs ?? ANSWER_MS;
    this.#connectionsAtMost = options.connections ?? CONNECTIONS;
    this.#sql = this.#connections();
  }

  /** @throws StoreError */
  run<T>(work: (sql: Sql) => Promise<T>): Promise<T> {
    return this.#answered(work);
  }

  /** All or nothing. Committed, and on the server's disk, once it resolves. @throws StoreError */
  transaction<T>(work: (sql: TransactionSql) => Promise<T>): Promise<T> {
    return this.#answered((sql) => sql.begin(work) as Promise<T>);
  }

  async close(): Promise<void> {
    await this.#sql.end({ timeout: 2 });
  }

  async #answered<T>(work: (sql: Sql) => Promise<T>): Promise<T> {
    const sql = this.#sql;
    const late = Promise.withResolvers<never>();
    const timer = setTimeout(() => {
      late.reject(
        new StoreError(
          "unreachable",
          `The database server did not answer within ${
            this.#answerMs / 1000
          } s; whether the last request was ` +
            "carried out is not known",
        ),
      );
      this.#drop(sql);
    }, this.#answerMs);
    try {
      return await Promise.race([work(sql), late.promise]);
    } catch (error) {
      throw postgresFault(error);
    } finally {
      clearTimeout(timer);
    }
  }

  /** Whoever waits for the same connections is told, and the next request gets fresh ones. */
  #drop(sql: Sql): void {
    if (sql !== this.#sql) return;
    this.#sql = this.#connections();
    sql.end({ timeout: 0 }).catch(() => {});
  }

  #connections(): Sql {
    return postgres(this.#url, {
      max: this.#connectionsAtMost,
      connect_timeout: CONNECT_SECONDS,
      backoff: (attempts: number) => Math.min(0.1 * 2 ** attempts, 2),
      onnotice: () => {},
      // 64-bit numbers of ours are far below what a number holds exactly.
      types: { bigint: { to: 20, from: [20], parse: Number, serialize: String } },
      connection: {
        application_name: "hookline",
        statement_timeout: STATEMENT_MS,
        ...(this.#schema !== undefined && { search_path: this.#schema }),
      },
    }) as unknown as Sql;
  }
}
