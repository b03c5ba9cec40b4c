// Prometheus text exposition (format 0.0.4) of a list of figures. Knows nothing of where they come from.

export interface Metric {
  /** For instance "hookline_calls_live"; counters end in "_total". */
  name: string;
  help: string;
  type: "gauge" | "counter";
  samples: readonly { labels?: Readonly<Record<string, string>>; value: number }[];
}

/** Throws a RangeError for a name that Prometheus would refuse: it would lose the whole page. */
export function prometheusText(metrics: readonly Metric[]): string {
  return metrics.map(block).join("");
}

function block({ name, help, type, samples }: Metric): string {
  checkName(name);
  const lines = samples.map(({ labels = {}, value }) =>
    `${name}${braces(labels)} ${figure(value)}\n`
  );
  const oneLine = help.replaceAll("\\", "\\\\").replaceAll("\n", "\\n");
  return `# HELP ${name} ${oneLine}\n# TYPE ${name} ${type}\n${lines.join("")}`;
}

function braces(labels: Readonly<Record<string, string>>): string {
  const pairs = Object.entries(labels).map(([name, value]) => {
    checkName(name);
    const escaped = value.replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("\n", "\\n");
    return `${name}="${escaped}"`;
  });
  return pairs.length === 0 ? "" : `{${pairs.join(",")}}`;
}

function figure(value: number): string {
  if (Number.isNaN(value)) return "NaN";
  if (!Number.isFinite(value)) return value > 0 ? "+Inf" : "-Inf";
  return String(value);
}

function checkName(name: string): void {
  if (!/^[a-zA-Z_][a-zA-Z0-9_]*$/.test(name)) {
    throw new RangeError(`Not a name of a metric or label: ${JSON.stringify(name)}`);
  }
}
