import { useEffect, useRef, useState } from 'preact/hooks';
import { Problem, sentence } from '../../api/http';
import { previewPublish, publish, type PublishPreview } from '../../artifacts/api';
import type { LiveArtifact } from '../../artifacts/live';
import type { Artifact } from '../../artifacts/shapes';
import { threads, titleOf } from '../../state/directory';
import { notice } from '../../state/notices';
import { closeOverlay } from '../../state/overlay';
import { route } from '../../state/route';
import { isMe } from '../../state/session';
import { t } from '../../words/say';
import { Avatar } from '../Avatar';
import { Dialog } from '../Dialog';
import { Icon } from '../Icon';
import { peopleFor } from './people';
import { Snapshot } from './Snapshot';

interface Props {
  live: LiveArtifact;
  artifact: Artifact;
}

/** A preview of the content and audience of a publication, displayed before publishing. */
export function PublishDialog({ live, artifact }: Props) {
  const again = artifact.state === 'published';
  const here = route.value;
  const [thread, setThread] = useState(artifact.threadId ?? (here.page === 'thread' ? here.id : ''));
  const asked = useRef(0);
  const [preview, setPreview] = useState<PublishPreview | null>(null);
  const [busy, setBusy] = useState(false);
  const [changed, setChanged] = useState<string | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const load = async (): Promise<void> => {
    setPreview(null);
    setProblem(null);
    if (!thread) return;
    const turn = ++asked.current;
    try {
      if (!(await live.settled())) return setProblem(t('Your last changes are not saved yet. Try again once you are connected.'));
      const found = await previewPublish(artifact.id, thread);
      if (turn === asked.current) setPreview(found);
    } catch (failure) {
      if (turn === asked.current) setProblem(sentence(failure));
    }
  };
  useEffect(() => void load(), [thread]);
  const submit = async (): Promise<void> => {
    setBusy(true);
    setChanged(null);
    try {
      await publish(artifact.id, thread, preview!.hash);
      closeOverlay();
      notice(again ? t('Everybody who is in the thread now has it.') : t('It is in the thread. Its members edit it with you from now on.'));
      void live.read();
      // The button that opened the dialog is gone.
      setTimeout(() => document.activeElement === document.body && document.querySelector<HTMLElement>('.artifact-acts button:last-of-type')?.focus(), 400);
    } catch (failure) {
      if (failure instanceof Problem && failure.slug === 'preview-changed') {
        setChanged(sentence(failure));
        await load();
      } else setProblem(sentence(failure));
      setBusy(false);
    }
  };
  return (
    <Dialog title={again ? t('Put it in the thread again') : t('Put it in a thread')}>
      <label class="field-label" for="publish-thread">{t('Thread')}</label>
      <select id="publish-thread" class="input" data-first disabled={again} value={thread} onChange={(event) => setThread(event.currentTarget.value)}>
        <option value="">{t('Choose a thread')}</option>
        {(threads.value ?? []).map((one) => <option key={one.id} value={one.id}>{titleOf(one)}</option>)}
      </select>
      {changed && <p class="changed" role="alert"><Icon name="warn" />{changed}</p>}
      {thread && !preview && !problem && <p class="hint" role="status">{t('Reading the preview…')}</p>}
      {preview && <Previewed artifact={artifact} preview={preview} />}
      {problem && <p class="field-problem" role="alert">{problem}</p>}
      <div class="dialog-foot">
        <button type="button" class="button" onClick={closeOverlay}>{t('Cancel')}</button>
        <button type="button" class="button primary" disabled={busy || !preview} onClick={() => void submit()}>{t('Put it there')}</button>
      </div>
    </Dialog>
  );
}

function Previewed({ artifact, preview }: { artifact: Artifact; preview: PublishPreview }) {
  const others = preview.authors.filter((one) => !isMe(one.subject));
  return (
    <>
      <p class="hint">
        {preview.audience.length
          ? t('Exactly this, as it is now. From then on these people read it and edit it with you; what you all change later is theirs to see as well:')
          : t('Nobody else is in this thread.')}
      </p>
      {preview.audience.length > 0 && (
        <ul class="share-audience" tabIndex={0} aria-label={t('Who reads and edits it')}>
          {preview.audience.map((one) => (
            <li key={one.subject}>
              <Avatar person={one} small />
              {one.name}
            </li>
          ))}
        </ul>
      )}
      {others.length > 0 && <p class="hint">{t('With words of {names}.', { names: others.map((one) => one.name).join(', ') })}</p>}
      {preview.warnings?.map((one) => <p key={one} class="changed"><Icon name="warn" />{one}</p>)}
      <div class="share-preview" tabIndex={0} role="group" aria-label={t('What they read')}>
        <Snapshot artifact={preview.content} people={peopleFor(artifact)} />
      </div>
    </>
  );
}
