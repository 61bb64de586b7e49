import { useEffect, useState } from 'preact/hooks';
import { get, query } from '../../api/http';
import type { Listing } from '../../api/shapes';
import type { PageDiff, WikiHead } from '../../api/wiki';
import { go } from '../../state/route';
import { pagePath, wikiProblem } from '../../state/wiki';
import { momentOf } from '../../text/time';
import { t } from '../../words/say';
import { Avatar } from '../Avatar';
import { Banner, Ghosts, PageHead } from '../PageHead';
import { DiffView } from './DiffView';
import { NotHere } from './SpacePage';

/** The versions of a page with their authors and changes. */
export function PageHistory({ id, search }: { id: string; search: URLSearchParams }) {
  const [heads, setHeads] = useState<WikiHead[] | null>(null);
  const [next, setNext] = useState<string | undefined>();
  const [problem, setProblem] = useState<string | null>(null);
  const load = (from?: string): void => {
    get<Listing<WikiHead>>(`/api/wiki/pages/${id}/versions${query({ limit: '50', continuation: from })}`).then(
      (found) => {
        setHeads((before) => [...(from ? (before ?? []) : []), ...found.items]);
        setNext(found.continuation);
      },
      (failure: unknown) => setProblem(wikiProblem(failure)),
    );
  };
  useEffect(() => load(), [id]);
  const newest = heads?.[0];
  const to = Number(search.get('to')) || newest?.version;
  const from = Number(search.get('from')) || (to ? to - 1 : 0);
  if (problem && !heads) return <NotHere problem={problem} />;
  return (
    <div class="page">
      <PageHead title={newest ? t('History of {title}', { title: newest.title }) : t('History')} back={{ href: pagePath(id), name: t('The page') }} />
      <Banner problem={problem} />
      {!heads && <Ghosts />}
      {heads && (
        <div class="history">
          <ol class="versions" aria-label={t('Versions')}>
            {heads.map((head) => (
              <li key={head.id + head.version} class={head.version === to ? 'chosen' : ''}>
                <button
                  type="button"
                  class="version"
                  aria-pressed={head.version === to}
                  onClick={() => go(`${pagePath(id)}/history${query({ from: String(head.version - 1), to: String(head.version) })}`, true)}
                >
                  <Avatar person={head.author} small />
                  <span>
                    <b>{t('Version {version}', { version: head.version })}</b>
                    <br />
                    {head.author.name}, <time dateTime={head.at}>{momentOf(head.at)}</time>
                  </span>
                </button>
              </li>
            ))}
            {next && <li><button type="button" class="linklike" onClick={() => load(next)}>{t('Earlier versions')}</button></li>}
          </ol>
          {to && <Changes key={`${from}-${to}`} id={id} from={from} to={to} />}
        </div>
      )}
    </div>
  );
}

function Changes({ id, from, to }: { id: string; from: number; to: number }) {
  const [diff, setDiff] = useState<PageDiff | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  useEffect(() => {
    if (from >= 1)
      get<PageDiff>(`/api/wiki/pages/${id}/diff${query({ from: String(from), to: String(to) })}`).then(setDiff, (failure: unknown) =>
        setProblem(wikiProblem(failure)),
      );
  }, []);
  return (
    <section aria-label={t('What version {version} changed', { version: to })}>
      <header class="changes-head">
        <h2>{from < 1 ? t('The first version') : t('What version {version} changed', { version: to })}</h2>
        <a class="quiet" href={`${pagePath(id)}?version=${to}`}>{t('Read version {version}', { version: to })}</a>
      </header>
      <Banner problem={problem} />
      {diff && diff.from.title !== diff.to.title && <p class="hint">{t('The title was “{title}”.', { title: diff.from.title })}</p>}
      {from < 1 ? (
        <p class="hint">{t('Nothing came before it.')}</p>
      ) : diff ? (
        <DiffView lines={diff.lines} name={t('Lines that version {version} changed', { version: to })} />
      ) : (
        !problem && <Ghosts />
      )}
    </section>
  );
}
