import { useState } from 'preact/hooks';
import { sentence } from '../api/http';
import type { Thread } from '../api/shapes';
import { rename } from '../state/arrange';
import { isUntitled } from '../state/directory';
import { closeOverlay } from '../state/overlay';
import { t } from '../words/say';
import { Dialog } from './Dialog';

const longest = 120;

export function RenameThreadDialog({ thread }: { thread: Thread }) {
  const [title, setTitle] = useState(isUntitled(thread) ? '' : thread.title);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const submit = (event: Event): void => {
    event.preventDefault();
    setBusy(true);
    rename(thread.id, title.trim()).then(closeOverlay, (failure: unknown) => {
      setProblem(sentence(failure));
      setBusy(false);
    });
  };
  return (
    <Dialog title={t('Rename thread')}>
      <form onSubmit={submit}>
        <label class="field-label" for="thread-title">{t('Name')}</label>
        <input
          id="thread-title"
          class="input"
          required
          maxLength={longest}
          data-first
          value={title}
          onInput={(event) => setTitle(event.currentTarget.value)}
          autoComplete="off"
        />
        <p class="hint">{t('Everybody in the thread sees the new name, and the record says that you gave it.')}</p>
        {problem && <p class="field-problem" role="alert">{problem}</p>}
        <div class="dialog-foot">
          <button type="button" class="button" onClick={closeOverlay}>{t('Cancel')}</button>
          <button type="submit" class="button primary" disabled={busy || !title.trim()}>{t('Rename')}</button>
        </div>
      </form>
    </Dialog>
  );
}
