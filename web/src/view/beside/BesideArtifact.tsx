import { go } from '../../state/route';
import { t } from '../../words/say';
import { Opened, useArtifact } from '../artifacts/ArtifactPage';
import { ArtifactRows, beginArtifact } from '../artifacts/ArtifactsPage';
import { Icon } from '../Icon';
import { besidePath } from './beside';
import '../artifacts/artifacts.css';

export function BesideArtifact({ id }: { id: string }) {
  return <Opened live={useArtifact(id)} beside />;
}

/** The artifacts of a thread. */
export function BesideArtifacts({ thread }: { thread: string }) {
  const open = (id: string): void => go(besidePath(thread, { kind: 'artifact', id }));
  return (
    <div class="beside-list">
      <ArtifactRows thread={thread} onOpen={open} />
      <section aria-label={t('My drafts')}><h3 class="group-name">{t('My drafts')}</h3><ArtifactRows drafts onOpen={open} /></section>
      <p><button type="button" class="button small" onClick={() => beginArtifact(thread)}><Icon name="plus" />{t('New artifact')}</button></p>
    </div>
  );
}
