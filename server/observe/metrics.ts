// Counters and gauges of this process. Labels come from closed sets: never a caller's data.
import { type Metric, prometheusText } from "./prometheus_text.ts";

export interface Metrics {
  /** Adds to a counter; its name ends in "_total". */
  count(name: string, labels?: Readonly<Record<string, string>>): void;
  /** Registers a value that is read when somebody asks. */
  gauge(name: string, help: string, read: () => number): void;
  /** The same of several values, each with its labels. */
  gauges(name: string, help: string, read: () => Metric["samples"]): void;
  /** Prometheus text exposition. */
  text(): string;
}

const PREFIX = "hookline_";

export function createMetrics(): Metrics {
  const counters = new Map<
    string,
    Map<string, { labels: Readonly<Record<string, string>>; value: number }>
  >();
  const gauges: { name: string; help: string; read: () => Metric["samples"] }[] = [];
  return {
    count(name, labels = {}) {
      const series = counters.get(name) ?? new Map();
      counters.set(name, series);
      const key = JSON.stringify(labels);
      const sample = series.get(key) ?? { labels, value: 0 };
      series.set(key, sample);
      sample.value++;
    },
    gauge(name, help, read) {
      gauges.push({ name, help, read: () => [{ value: read() }] });
    },
    gauges(name, help, read) {
      gauges.push({ name, help, read });
    },
    text() {
      const counted = [...counters].map(([name, series]): Metric => ({
        name: PREFIX + name,
        help: name.replaceAll("_", " "),
        type: "counter",
        samples: [...series.values()],
      }));
      const read = gauges.map(({ name, help, read }): Metric => (
        { name: PREFIX + name, help, type: "gauge", samples: read() }
      ));
      return prometheusText([...counted, ...read]);
    },
  };
}
