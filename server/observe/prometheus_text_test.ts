// Prometheus text exposition.
import { assertEquals, assertThrows } from "@std/assert";
import { prometheusText } from "./prometheus_text.ts";

Deno.test("gauges and counters are written with help, type, labels and figures", () => {
  const text = prometheusText([
    { name: "calls_live", help: "Calls now", type: "gauge", samples: [{ value: 3 }] },
    {
      name: "calls_total",
      help: "Calls\nby \\ end",
      type: "counter",
      samples: [
        { labels: { reason: 'a "b" \\ c\nd' }, value: 1.5 },
        { labels: { reason: "x", who: "y" }, value: Infinity },
      ],
    },
  ]);
  assertEquals(
    text,
    "# HELP calls_live Calls now\n# TYPE calls_live gauge\ncalls_live 3\n" +
      "# HELP calls_total Calls\\nby \\\\ end\n# TYPE calls_total counter\n" +
      'calls_total{reason="a \\"b\\" \\\\ c\\nd"} 1.5\ncalls_total{reason="x",who="y"} +Inf\n',
  );
});

Deno.test("a name that would spoil the page is a bug", () => {
  const metric = (name: string, label: string) =>
    prometheusText([{
      name,
      help: "",
      type: "gauge",
      samples: [{ labels: { [label]: "" }, value: 0 }],
    }]);
  assertThrows(() => metric("calls live", "ok"), RangeError);
  assertThrows(() => metric("ok", "not-ok"), RangeError);
});
