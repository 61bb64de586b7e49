import { useEffect, useState } from 'preact/hooks';
import { get, query } from '../../api/http';
import type { WikiPageBody } from '../../api/wiki';
import { drafts } from '../../state/drafts';
import { openThread } from '../../state/directory';
import { noticeFailure } from '../../state/notices';
import { go, threadPath } from '../../state/route';
import { pagePath, spaceIdOf, spaceOf, spacePath, wikiProblem } from '../../state/wiki';
import { plannerAnswers } from '../../state/session';
import { nameThisPage } from '../../state/title';
import { momentOf } from '../../text/time';
import { rich, t } from '../../words/say';
import { Avatar } from '../Avatar';
import { Icon } from '../Icon';
import { Markdown } from '../Markdown';
import { Ghosts } from '../PageHead';
import { NotHere } from './SpacePage';

/** The current or an earlier version of a page. */
export function ReadPage({ id, version, beside }: { id: string; version: string | undefined; beside?: boolean }) {
  const Heading = beside ? 'h3' : 'h1';
  const [page, setPage] = useState<WikiPageBody | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  useEffect(() => {
    const stop = new AbortController();
    get<WikiPageBody>(`/api/wiki/pages/${id}${query({ version })}`, stop.signal).then(
      (found) => {
        setPage(found);
        setProblem(null);
        if (!beside) nameThisPage(found.title);
      },
      (failure: unknown) => {
        if (!stop.signal.aborted) setProblem(wikiProblem(failure));
      },
    );
    return () => stop.abort();
  }, [id, version]);
  const space = spaceOf(spaceIdOf(id));
  if (problem) return <NotHere problem={problem} />;
  if (!page) return <div class="page document-page" aria-busy="true"><Ghosts /></div>;
  return (
    <article class="page document-page" aria-label={page.title}>
      <nav class="crumbs" aria-label={t('Where this page is')}>
        <a href="/wiki">{t('Wiki')}</a>
        <span aria-hidden="true">/</span>
        <a href={spacePath(page.spaceId)}>{space?.name ?? t('Space')}</a>
      </nav>
      <header class="document-head">
        <Heading class="document-title">{page.title}</Heading>
        <div class="page-acts">
          <a class="button small" href={`${pagePath(id)}/history`}><Icon name="clock" />{t('History')}</a>
          {space?.mayWrite && !version && <a class="button small primary" href={`${pagePath(id)}/edit`}><Icon name="pencil" />{t('Edit')}</a>}
        </div>
      </header>
      <p class="document-meta">
        <Avatar person={page.author} small />
        <span>
          {rich('{name} wrote version {version}, {time}', {
            name: <b>{page.author.name}</b>,
            version: page.version,
            time: <time dateTime={page.at}>{momentOf(page.at)}</time>,
          })}
        </span>
        {space && <span class="document-audience"><Icon name="eye" />{t('read by {audience}', { audience: space.audience })}</span>}
      </p>
      {version && (
        <p class="banner" role="status">
          {t('This is how the page was in version {version}.', { version: page.version })} <a href={pagePath(id)}>{t('See it as it is now')}</a>
        </p>
      )}
      {page.text.trim() ? <Markdown text={withoutTitle(page)} document /> : <p class="hint">{t('This page is empty.')}</p>}
      <footer class="document-foot"><AskAbout page={page} /></footer>
    </article>
  );
}

/** Returns the text without a first line that repeats the title. */
export function withoutTitle(page: Pick<WikiPageBody, 'title' | 'text'>): string {
  const [first = '', ...rest] = page.text.trimStart().split('\n');
  return first.replace(/^#\s+/, '').trim() === page.title && first.startsWith('#') ? rest.join('\n') : page.text;
}

function AskAbout({ page }: { page: WikiPageBody }) {
  const [busy, setBusy] = useState(false);
  const ask = (): void => {
    setBusy(true);
    openThread({ title: page.title }).then(
      (thread) => {
        drafts.keep(thread.id, plannerAnswers.value ? `Read the page ${page.title}` : t('Read the page {title}', { title: page.title }));
        go(threadPath(thread.id));
      },
      (failure: unknown) => {
        noticeFailure(failure);
        setBusy(false);
      },
    );
  };
  return <button type="button" class="button small" disabled={busy} onClick={ask}><Icon name="send" />{t('Ask the agent about this page')}</button>;
}
