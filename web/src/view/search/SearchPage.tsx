import { useEffect, useRef, useState } from 'preact/hooks';
import { query } from '../../api/http';
import type { SearchKind } from '../../api/search';
import { go } from '../../state/route';
import { forgetSearch, forgetSearches, loadSearches, searchedFor, searches } from '../../state/searches';
import { t, type Text } from '../../words/say';
import { Icon } from '../Icon';
import { PageHead } from '../PageHead';
import { Results } from './Results';

const longest = 400;
const kinds: Array<[SearchKind | '', Text]> = [
  ['', 'All'],
  ['message', 'Messages'],
  ['page', 'Pages'],
  ['artifact', 'Artifacts'],
  ['person', 'People'],
  ['place', 'kind|Places'],
];
const filters: Array<[string, Text]> = [
  ['from:', 'who said it: a name, me, or agent'],
  ['in:', 'a room, a thread or a wiki space'],
  ['before:', 'a day, month or year, such as 2026-03'],
  ['after:', 'from that day on; yesterday works too'],
];

const path = (text: string, kind?: string): string => `/search${query({ q: text, kind })}`;

/** The search over everything that I may see. Arrow keys and J/K move between hits. */
export function SearchPage({ search }: { search: URLSearchParams }) {
  const asked = search.get('q')?.trim() ?? '';
  const kind = kinds.find(([one]) => one && one === search.get('kind'))?.[0] || undefined;
  const [text, setText] = useState(asked);
  const box = useRef<HTMLInputElement>(null);
  const page = useRef<HTMLDivElement>(null);
  useEffect(loadSearches, []);
  useEffect(() => {
    setText(asked);
    if (asked) searchedFor(asked);
    else box.current?.focus();
  }, [asked]);
  const submit = (event: Event): void => {
    event.preventDefault();
    go(text.trim() ? path(text.trim(), kind) : '/search');
  };
  const add = (filter: string): void => {
    setText(`${text.trim()}${text.trim() ? ' ' : ''}${filter}`);
    box.current?.focus();
  };
  const pressed = (event: KeyboardEvent): void => {
    if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
    const hits = [box.current, ...(page.current?.querySelectorAll<HTMLElement>('.found-title') ?? [])];
    const at = hits.findIndex((one) => one === document.activeElement);
    const next = hits[at + (event.key === 'ArrowDown' ? 1 : -1)];
    if (at < 0 || !next) return;
    event.preventDefault();
    next.focus();
    next.scrollIntoView({ block: 'nearest' });
  };
  return (
    <div class="page" ref={page} onKeyDown={pressed}>
      <PageHead title={t('Search')} />
      <form class="search-field" role="search" onSubmit={submit}>
        <Icon name="search" />
        <label class="unseen" for="search-box">{t('Search everything you may see')}</label>
        <input
          id="search-box"
          ref={box}
          type="search"
          maxLength={longest}
          autoComplete="off"
          enterkeyhint="search"
          placeholder={t('Messages, pages, artifacts, people, rooms')}
          value={text}
          onInput={(event) => setText(event.currentTarget.value)}
        />
        <button type="submit" class="button small">{t('Search')}</button>
      </form>
      {asked && (
        <nav class="search-kinds" aria-label={t('Kind')}>
          {kinds.map(([one, name]) => (
            <a key={one} class="search-kind" href={path(asked, one)} aria-current={(kind ?? '') === one ? 'page' : undefined}>
              {t(name)}
            </a>
          ))}
        </nav>
      )}
      {asked ? <Results key={`${asked}\n${kind}`} text={asked} kind={kind} /> : <Beginning onAdd={add} />}
    </div>
  );
}

function Beginning({ onAdd }: { onAdd: (filter: string) => void }) {
  return (
    <>
      {searches.value.length > 0 && (
        <section class="search-group" aria-labelledby="recent-searches">
          <h2 id="recent-searches" class="group-name">
            {t('Recent searches')}{' '}
            <button type="button" class="linklike" onClick={forgetSearches}>
              {t('Clear')}
            </button>
          </h2>
          <ul class="found-list">
            {searches.value.map((one) => (
              <li key={one} class="recent-search">
                <a class="found-row found-title" href={path(one)}><Icon name="search" /><span class="found-name">{one}</span></a>
                <button type="button" class="quiet icon-only" aria-label={t('Forget “{search}”', { search: one })} onClick={() => forgetSearch(one)}>
                  <Icon name="close" />
                </button>
              </li>
            ))}
          </ul>
          <p class="hint">{t('Kept in this browser only.')}</p>
        </section>
      )}
      <section class="search-group" aria-labelledby="search-filters">
        <h2 id="search-filters" class="group-name">{t('Filters')}</h2>
        <ul class="search-filters">
          {filters.map(([filter, says]) => (
            <li key={filter}>
              <button type="button" class="prompt" onClick={() => onAdd(filter)}>
                <code>{filter}</code>
              </button>{' '}
              {t(says)}
            </li>
          ))}
          <li>
            <button type="button" class="prompt" onClick={() => onAdd('""')}>
              <code>"…"</code>
            </button>{' '}
            {t('words that follow each other')}
          </li>
        </ul>
      </section>
    </>
  );
}
