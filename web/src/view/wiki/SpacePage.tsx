import { useEffect, useState } from 'preact/hooks';
import { overlay } from '../../state/overlay';
import { loadPages, nothingHere, pagePath, pagesOf, spaceOf, spaces, wikiProblem } from '../../state/wiki';
import { listTime, wholeTime } from '../../text/time';
import { t } from '../../words/say';
import { Icon } from '../Icon';
import { Banner, Ghosts, Nothing, PageHead } from '../PageHead';

/** The pages of one space and who reads them. */
export function SpacePage({ id }: { id: string }) {
  const [problem, setProblem] = useState<string | null>(null);
  const space = spaceOf(id);
  const listed = pagesOf.value[id];
  const load = (further = false): void => {
    setProblem(null);
    loadPages(id, further).catch((failure: unknown) => setProblem(wikiProblem(failure)));
  };
  useEffect(() => load(), [id]);
  if (!space && spaces.value) return <NotHere />;
  return (
    <div class="page">
      <PageHead title={space?.name ?? ' '} back={{ href: '/wiki', name: t('Wiki') }}>
        {space?.mayWrite && (
          <>
            <button type="button" class="button small" onClick={() => (overlay.value = { kind: 'wiki-space', id })}>
              <Icon name="people" />
              {t('Audience')}
            </button>
            <a class="button small primary" href={`/wiki/s/${id}/new`}><Icon name="plus" />{t('New page')}</a>
          </>
        )}
      </PageHead>
      {space && (
        <p class="lead">
          {space.roomId
            ? t('Read by {audience}.', { audience: space.audience })
            : t('Read by {audience}; written by {writers}.', { audience: space.audience, writers: space.writers.join(', ') })}
          {!space.mayWrite && ` ${t('You can read here, not write.')}`}
        </p>
      )}
      <Banner problem={problem} retry={() => load()} />
      {!listed && !problem && <Ghosts />}
      {listed?.heads.length === 0 && (
        <Nothing title={t('No page yet')}>
          <p>
            {space?.mayWrite
              ? t('What you write here is read by its audience, and by the agent when one of them asks.')
              : t('Its writers have not written anything.')}
          </p>
          {space?.mayWrite && <a class="button primary" href={`/wiki/s/${id}/new`}>{t('Write the first page')}</a>}
        </Nothing>
      )}
      <ul class="page-list">
        {[...(listed?.heads ?? [])]
          .sort((a, b) => a.title.localeCompare(b.title))
          .map((head) => (
            <li key={head.id}>
              <a href={pagePath(head.id)}>{head.title}</a>
              <span class="faint">
                {head.author.name} ·{' '}
                <time dateTime={head.at} title={wholeTime(head.at)}>
                  {listTime(head.at)}
                </time>{' '}
                · {t('version {version}', { version: head.version })}
              </span>
            </li>
          ))}
      </ul>
      {listed?.next && <p><button type="button" class="button" onClick={() => load(true)}>{t('More pages')}</button></p>}
    </div>
  );
}

export function NotHere({ problem }: { problem?: string }) {
  return (
    <div class="page">
      <PageHead title={t('Not here')} back={{ href: '/wiki', name: t('Wiki') }} />
      <p class="lead">{problem ?? nothingHere()}</p>
      <p><a class="button" href="/wiki">{t('All spaces')}</a></p>
    </div>
  );
}
