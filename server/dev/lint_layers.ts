/// <reference lib="deno.unstable" />
// The rules of `deno lint` that are ours: the layering of the design, whose table is in layers.ts, and the place of texts.
import { layerFault } from "./layers.ts";
import { isWatched, textsRule } from "./lint_texts.ts";

const ROOT = new URL("../../", import.meta.url).pathname;

function fromRoot(path: string): string {
  return path.startsWith(ROOT) ? path.slice(ROOT.length) : path;
}

function check(
  context: Deno.lint.RuleContext,
  node: Deno.lint.Node,
  source: unknown,
  typeOnly: boolean,
): void {
  if (typeof source !== "string" || !source.startsWith(".")) return;
  const target = new URL(source, `file://${context.filename}`).pathname;
  const fault = layerFault(fromRoot(context.filename), fromRoot(target), typeOnly);
  if (fault) context.report({ node, message: `Import against the layers: ${fault}` });
}

const plugin: Deno.lint.Plugin = {
  name: "hookline",
  rules: {
    texts: {
      create: (context) => isWatched(fromRoot(context.filename)) ? textsRule.create(context) : {},
    },
    layers: {
      create(context) {
        return {
          ImportDeclaration: (node) =>
            check(context, node, node.source.value, node.importKind === "type"),
          ExportNamedDeclaration: (node) =>
            check(context, node, node.source?.value, node.exportKind === "type"),
          ExportAllDeclaration: (node) =>
            check(context, node, node.source.value, node.exportKind === "type"),
          ImportExpression: (node) =>
            check(context, node, node.source.type === "Literal" ? node.source.value : null, false),
        };
      },
    },
  },
};

export default plugin;
