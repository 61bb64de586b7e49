import { useEffect, useState } from 'preact/hooks';
import { get, Problem, sentence } from '../api/http';
import type { SharePreview } from '../api/shapes';
import type { Conversation } from '../state/conversation';
import { notice } from '../state/notices';
import { closeOverlay } from '../state/overlay';
import { plural, t } from '../words/say';
import { Dialog } from './Dialog';
import { Icon } from './Icon';
import { SharePreviewed } from './SharePreviewed';

const people = (count: number): string => plural('1 person', '{n} people', count);

const isChanged = (failure: unknown): boolean => failure instanceof Problem && (failure.slug === 'preview-changed' || failure.slug === 'already-shared');

/** Returns the text of a failure. An answer without private data cannot be shared. */
const why = (failure: unknown): string =>
  failure instanceof Problem && failure.status === 404 ? t('Nothing in this answer is private, so there is nothing to share.') : sentence(failure);

/** A preview of the content and audience of a share, displayed before sharing. */
export function ShareDialog({ id, conversation }: { id: string; conversation: Conversation }) {
  const [preview, setPreview] = useState<SharePreview | null>(null);
  const [busy, setBusy] = useState(false);
  const [changed, setChanged] = useState<string | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const load = async (): Promise<void> => {
    try {
      setPreview(await get<SharePreview>(`/api/messages/${id}/share`));
    } catch (failure) {
      setPreview(null);
      setProblem(why(failure));
    }
  };
  useEffect(() => void load(), [id]);
  const act = async (act: () => Promise<void>, done: string): Promise<void> => {
    setBusy(true);
    setChanged(null);
    setProblem(null);
    try {
      await act();
      closeOverlay();
      notice(done);
    } catch (failure) {
      if (isChanged(failure)) {
        setChanged(sentence(failure));
        await load();
      } else setProblem(sentence(failure));
      setBusy(false);
    }
  };
  const others = preview?.audience.length ?? 0;
  return (
    <Dialog title={t('Share this answer')}>
      {changed && <p class="changed" role="alert"><Icon name="warn" />{changed}</p>}
      {preview ? <SharePreviewed preview={preview} /> : !problem && <p class="hint" role="status">{t('Reading the preview…')}</p>}
      {problem && <p class="field-problem" role="alert">{problem}</p>}
      <div class="dialog-foot">
        <button type="button" class="button" onClick={closeOverlay}>{t('Cancel')}</button>
        {preview?.isShared && (
          <button type="button" class="button" disabled={busy} onClick={() => void act(() => conversation.takeBack(id), t('Taken back.'))}>
            {t('Take back')}
          </button>
        )}
        {preview && !preview.isShared && others > 0 && (
          <button
            type="button"
            class="button primary"
            disabled={busy}
            onClick={() => void act(() => conversation.share(id, preview.previewHash), t('Shared with {people}.', { people: people(others) }))}
          >
            {t('Share with {people}', { people: people(others) })}
          </button>
        )}
      </div>
    </Dialog>
  );
}
