/// <reference lib="deno.unstable" />
// A rule of `deno lint`: what people read in the console stands in its tables of texts (console/texts), so that it can be
// said in another language. Looked at: words between tags, words in attributes that are shown or read out, and
// sentences anywhere else in the console.

/** Attributes whose value people see or hear. */
const SPOKEN =
  /^(aria-label|aria-description|title|placeholder|label|legend|hint|alt|name|words|what|unit|add)$/;
/** A name of a form's field is no text. */
const NATIVE_NAMES = /^[a-z]/;
/** "Two words" and "Two words…", not "ArrowRight" and not "button quiet". */
const SENTENCE = /^[A-Z][a-z’']*[ ,:][^]*[a-z]/;
const LETTERS = /\p{L}{2,}/u;
/** Not for people: tests and what they are made of, the gallery, and what is written down for a report. */
const EXEMPT =
  /(_test\.tsx?|_for_tests\.ts|\/(sample|fake|rich)_\w+\.ts|\/walk_calls\.ts|\/diagnostics\.ts)$/;

export function isWatched(path: string): boolean {
  return path.startsWith("console/") && !EXEMPT.test(path) &&
    !/^console\/(texts|gallery|style)\//.test(path);
}

type Node = Deno.lint.Node;

/** Where a text may stand that nobody reads: an error of ours, a type, a name of a module, a comparison. */
const UNREAD = new Set([
  "NewExpression",
  "ThrowStatement",
  "ImportDeclaration",
  "TSLiteralType",
  "BinaryExpression",
]);

function unread(node: Node): boolean {
  for (let at: Node | undefined = node; at; at = (at as { parent?: Node }).parent) {
    if (UNREAD.has(at.type)) return true;
    if (at.type === "JSXAttribute") return !spoken(at);
    if (at.type === "ArrowFunctionExpression" || at.type === "FunctionDeclaration") return false;
  }
  return false;
}

function spoken(node: Deno.lint.JSXAttribute): boolean {
  const { name } = node;
  if (name.type !== "JSXIdentifier" || !SPOKEN.test(name.name)) return false;
  const tag = (node.parent as Deno.lint.JSXOpeningElement).name;
  const native = tag.type === "JSXIdentifier" && NATIVE_NAMES.test(tag.name);
  return !(native && /^(name|what|unit|add|words)$/.test(name.name));
}

export const textsRule: Deno.lint.Rule = {
  create(context) {
    const report = (node: Node, text: string) => {
      const message = "People read this: put it into a table of console/texts: ";
      context.report({ node, message: message + text.trim().slice(0, 60) });
    };
    return {
      JSXText(node) {
        if (LETTERS.test(node.value)) report(node, node.value);
      },
      Literal(node) {
        if (typeof node.value !== "string") return;
        const { parent } = node as unknown as { parent: Node };
        const shown = parent.type === "JSXAttribute" && spoken(parent) && LETTERS.test(node.value);
        if (shown || (SENTENCE.test(node.value) && !unread(node))) report(node, node.value);
      },
      TemplateLiteral(node) {
        const text = node.quasis.map(({ cooked }) => cooked ?? "").join("x");
        if (SENTENCE.test(text) && !unread(node)) report(node, text);
      },
    };
  },
};
