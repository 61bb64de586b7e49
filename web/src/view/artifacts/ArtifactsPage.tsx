import { useEffect, useState } from 'preact/hooks';
import { allArtifacts, listArtifacts } from '../../artifacts/api';
import type { ArtifactHead } from '../../artifacts/shapes';
import { sentence } from '../../api/http';
import { overlay } from '../../state/overlay';
import { t } from '../../words/say';
import { Icon } from '../Icon';
import { Banner, Ghosts, Nothing, PageHead } from '../PageHead';
import { LibraryTabs } from '../Tabs';
import { ArtifactPage } from './ArtifactPage';
import { ArtifactRow } from './ArtifactRow';
import { NewArtifactDialog } from './NewArtifactDialog';
import { useNews } from './news';
import './artifacts.css';

export function ArtifactsPage({ id }: { id?: string | undefined }) {
  return id ? <ArtifactPage id={id} /> : <Catalogue />;
}

export function beginArtifact(thread?: string): void {
  overlay.value = { kind: 'own', view: () => <NewArtifactDialog thread={thread} /> };
}

function Catalogue() {
  return (
    <div class="page">
      <PageHead title={t('Library')}>
        <button type="button" class="button small primary" onClick={() => beginArtifact()}>
          <Icon name="plus" />
          {t('New artifact')}
        </button>
      </PageHead>
      <LibraryTabs />
      <ArtifactRows />
    </div>
  );
}

/** The artifacts that I may see, those of one thread, or my drafts. */
export function ArtifactRows({ thread, drafts, onOpen }: { thread?: string; drafts?: boolean; onOpen?: (id: string) => void }) {
  const [all, setAll] = useState<ArtifactHead[] | null>(null);
  const [next, setNext] = useState<string | undefined>();
  const news = useNews();
  const [problem, setProblem] = useState<string | null>(null);
  const load = (continuation?: string): void => {
    setProblem(null);
    const listing = drafts ? allArtifacts().then((items) => ({ items, continuation: undefined })) : listArtifacts({ thread, continuation });
    listing.then(
      (found) => {
        setAll((before) => [...(continuation ? (before ?? []) : []), ...found.items.filter((one) => !drafts || one.state === 'draft')]);
        setNext(found.continuation);
      },
      (failure: unknown) => setProblem(sentence(failure)),
    );
  };
  useEffect(() => load(), [thread, news]);
  if (!all) return problem ? <Banner problem={problem} retry={() => load()} /> : <div aria-busy="true"><Ghosts /></div>;
  if (all.length === 0 && drafts) return <p class="hint">{t('You have no draft.')}</p>;
  if (all.length === 0)
    return (
      <Nothing title={thread ? t('No artifact in this thread') : t('No artifact yet')}>
        <p>
          {t(
            'A list, a board, a document or a dashboard that a team edits together. It begins as a draft that only you can see; you decide when it goes into a thread.',
          )}
        </p>
        {!thread && <button type="button" class="button primary" onClick={() => beginArtifact()}>{t('New artifact')}</button>}
      </Nothing>
    );
  return (
    <>
      <Banner problem={problem} />
      <ul class="rows" aria-label={drafts ? t('Drafts') : t('Artifacts')}>{all.map((one) => <ArtifactRow key={one.id} artifact={one} onOpen={onOpen} />)}</ul>
      {next && <p><button type="button" class="button" onClick={() => load(next)}>{t('More artifacts')}</button></p>}
    </>
  );
}
