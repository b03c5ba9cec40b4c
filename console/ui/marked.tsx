// A sentence with `code` and *strong* words in it, as texts write them.

export function Marked({ words }: { words: string }) {
  return (
    <>
      {words.split(/(`[^`]+`|\*[^*]+\*)/).map((part, at) => {
        if (at % 2 === 0) return part;
        const inner = part.slice(1, -1);
        return part.startsWith("`") ? <code key={at}>{inner}</code> : <b key={at}>{inner}</b>;
      })}
    </>
  );
}
