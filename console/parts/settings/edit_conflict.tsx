// In a dialog: somebody else saved the same thing meanwhile. What is typed stays until one chooses.

interface EditConflictProps {
  title: string;
  words: string;
  keep: string;
  take: string;
  onKeep: () => void;
  onTake: () => void;
}

export function EditConflict({ title, words, keep, take, onKeep, onTake }: EditConflictProps) {
  return (
    <section class="conflict" role="alert">
      <h3>{title}</h3>
      <p>{words}</p>
      <div class="conflict-acts">
        <button type="button" class="button primary" onClick={onKeep}>{keep}</button>
        <button type="button" class="button" onClick={onTake}>{take}</button>
      </div>
    </section>
  );
}
