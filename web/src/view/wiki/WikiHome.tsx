import { useEffect, useState } from 'preact/hooks';
import { get, query, sentence } from '../../api/http';
import type { Listing } from '../../api/shapes';
import type { FoundPage } from '../../api/wiki';
import { overlay } from '../../state/overlay';
import { go } from '../../state/route';
import { loadSpaces, pagePath, spaceOf, spacePath, spaces, spacesProblem } from '../../state/wiki';
import { highlight } from '../../text/highlight';
import { listTime, wholeTime } from '../../text/time';
import { plural, t } from '../../words/say';
import { Icon } from '../Icon';
import { Banner, Ghosts, Nothing, PageHead } from '../PageHead';
import { LibraryTabs } from '../Tabs';

export function WikiHome({ search }: { search: URLSearchParams }) {
  const asked = search.get('q') ?? '';
  const [text, setText] = useState(asked);
  useEffect(() => setText(asked), [asked]);
  const submit = (event: Event): void => {
    event.preventDefault();
    go(text.trim() ? `/wiki${query({ q: text.trim() })}` : '/wiki');
  };
  return (
    <div class="page">
      <PageHead title={t('Library')}>
        <button type="button" class="button small" onClick={() => (overlay.value = { kind: 'wiki-space' })}><Icon name="plus" />{t('New space')}</button>
      </PageHead>
      <LibraryTabs />
      <form class="search-field" role="search" onSubmit={submit}>
        <Icon name="search" />
        <label class="unseen" for="wiki-search">{t('Search the wiki')}</label>
        <input
          id="wiki-search"
          type="search"
          maxLength={400}
          placeholder={t('Search every page you may read')}
          autoComplete="off"
          value={text}
          onInput={(event) => setText(event.currentTarget.value)}
        />
        <button type="submit" class="button small">{t('Search')}</button>
      </form>
      {asked ? <Found key={asked} asked={asked} /> : <Spaces />}
    </div>
  );
}

function Found({ asked }: { asked: string }) {
  const [hits, setHits] = useState<FoundPage[] | null>(null);
  const [next, setNext] = useState<string | undefined>();
  const [problem, setProblem] = useState<string | null>(null);
  const look = (from?: string): void => {
    setProblem(null);
    get<Listing<FoundPage>>(`/api/wiki/search${query({ q: asked, limit: '20', continuation: from })}`).then(
      (found) => {
        setHits((before) => [...(from ? (before ?? []) : []), ...found.items]);
        setNext(found.continuation);
      },
      (failure: unknown) => setProblem(sentence(failure)),
    );
  };
  useEffect(() => look(), []);
  return (
    <section aria-label={t('Found')} aria-busy={!hits && !problem}>
      <Banner problem={problem} retry={() => look()} />
      {!hits && !problem && <Ghosts />}
      {hits && (
        <p class="found-count" role="status">
          {hits.length === 0
            ? t('No page that you may read speaks of “{asked}”.', { asked })
            : plural('{n} page for “{asked}”', '{n} pages for “{asked}”', hits.length, { n: `${hits.length}${next ? '+' : ''}`, asked })}{' '}
          <a href="/wiki">{t('All spaces')}</a>
        </p>
      )}
      <ol class="found">
        {hits?.map(({ page, passage }) => (
          <li key={page.id}>
            <a class="found-title" href={pagePath(page.id)}>{marked(page.title, asked)}</a>
            <p class="found-passage">{marked(unmarked(passage), asked)}</p>
            <p class="found-where">
              {spaceOf(page.spaceId)?.name} · {page.author.name},{' '}
              <time dateTime={page.at} title={wholeTime(page.at)}>
                {listTime(page.at)}
              </time>
            </p>
          </li>
        ))}
      </ol>
      {next && <p><button type="button" class="button" onClick={() => look(next)}>{t('More pages')}</button></p>}
    </section>
  );
}

/** Removes the Markdown syntax from a passage. */
const unmarked = (passage: string): string => passage.replace(/(^|\s)(#{1,6}|[-*+>])(?=\s)/g, '$1').replace(/\*\*|`/g, '').replace(/\s+/g, ' ');

const marked = (text: string, asked: string) => highlight(text, asked).map((part, index) => (part.hit ? <mark key={index}>{part.text}</mark> : part.text));

function Spaces() {
  const all = spaces.value;
  if (!all) return spacesProblem.value ? <Banner problem={spacesProblem.value} retry={() => void loadSpaces()} /> : <Ghosts />;
  if (all.length === 0)
    return (
      <Nothing title={t('No space that you may read')}>
        <p>{t('A space holds pages for one audience: the groups you choose, or the people of a room. The agent reads it as each person may.')}</p>
        <button type="button" class="button primary" onClick={() => (overlay.value = { kind: 'wiki-space' })}>{t('New space')}</button>
      </Nothing>
    );
  return (
    <ul class="cards">
      {all.map((space) => (
        <li key={space.id}>
          <a class="card-button" href={spacePath(space.id)}>
            <Icon name={space.roomId ? 'hash' : 'book'} /><b>{space.name}</b><span>{t('Read by {audience}', { audience: space.audience })}</span>
            {!space.mayWrite && <span class="tag">{t('you read here')}</span>}
          </a>
        </li>
      ))}
    </ul>
  );
}
