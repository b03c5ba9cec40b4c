// PostgreSQL keeps no NUL in a text, and no half of a surrogate pair. JSON writes both as escapes; a bare text that holds
// one would be refused, and with it all that is written in the same transaction. Pure.

export function keptText(text: string): string {
  return text.replaceAll("\0", "\ufffd").toWellFormed();
}
