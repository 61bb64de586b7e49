import { useEffect, useMemo } from 'preact/hooks';
import type { LiveArtifact } from '../../artifacts/live';
import { liveArtifact } from '../../artifacts/opened';
import { announce } from '../../state/announcer';
import { nameThisPage } from '../../state/title';
import { t } from '../../words/say';
import { Banner, Ghosts, PageHead } from '../PageHead';
import { ArtifactView } from './ArtifactView';
import { Unsent } from './Unsent';
import './artifacts.css';

/** Opens the artifact with this id for the lifetime of the component. */
export function useArtifact(id: string): LiveArtifact {
  const live = useMemo(() => liveArtifact(id), [id]);
  useEffect(() => live.open(), [live]);
  return live;
}

export function ArtifactPage({ id }: { id: string }) {
  const live = useArtifact(id);
  const title = live.shown.value?.title;
  useEffect(() => {
    if (title) nameThisPage(title);
  }, [title]);
  return <Opened live={live} />;
}

async function tryAgain(live: LiveArtifact): Promise<void> {
  await live.read();
  if (live.opened.value.kind === 'gone') announce(t('Not here'));
}

/** An artifact, or the reason why it is not available. */
export function Opened({ live, beside }: { live: LiveArtifact; beside?: boolean }) {
  const [opened, artifact] = [live.opened.value, live.shown.value];
  if (opened.kind === 'gone')
    return (
      <div class="page">
        {beside ? <h3>{t('Not here')}</h3> : <PageHead title={t('Not here')} back={{ href: '/artifacts', name: t('All artifacts') }} />}
        <p class="lead">{t('There is nothing here that you can see. It was deleted, or it is in a thread that you are not in.')}</p>
        <p><button type="button" class="button" onClick={() => void tryAgain(live)}>{t('Try again')}</button></p>
        {opened.unsent && <Unsent unsent={opened.unsent} beside={beside} onDiscard={() => live.discard()} />}
      </div>
    );
  if (opened.kind === 'failed') return <div class="page"><Banner problem={opened.why} retry={() => void live.read()} /></div>;
  if (!artifact) return <div class="page" aria-busy="true"><Ghosts /></div>;
  return <ArtifactView live={live} artifact={artifact} beside={beside} />;
}
