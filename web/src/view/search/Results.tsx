import { useEffect, useState } from 'preact/hooks';
import { get, query, sentence } from '../../api/http';
import type { FoundEverything, FoundGroup, SearchKind } from '../../api/search';
import { go } from '../../state/route';
import { ownZone } from '../../text/reader';
import { rich, t, type Text } from '../../words/say';
import { Banner, Ghosts, Nothing } from '../PageHead';
import { FoundRow } from './FoundRow';

const names: Record<SearchKind, Text> = { message: 'Messages', page: 'Wiki pages', artifact: 'Artifacts', person: 'People', place: 'Rooms and threads' };
const allOf: Record<SearchKind, Text> = {
  message: 'All messages',
  page: 'All wiki pages',
  artifact: 'All artifacts',
  person: 'All people',
  place: 'All rooms and threads',
};
const order: SearchKind[] = ['place', 'person', 'message', 'page', 'artifact'];

const look = (text: string, kind?: SearchKind, cursor?: string): Promise<FoundEverything> =>
  get(`/api/search${query({ q: text, kind, cursor, zone: ownZone() })}`);

export function Results({ text, kind }: { text: string; kind?: SearchKind | undefined }) {
  const [found, setFound] = useState<FoundEverything | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const ask = (): void => {
    setProblem(null);
    look(text, kind).then(setFound, (failure: unknown) => setProblem(sentence(failure)));
  };
  useEffect(ask, []);
  const groups = [...(found?.groups ?? [])].sort((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind));
  const hits = groups.reduce((sum, group) => sum + group.items.length, 0);
  return (
    <div aria-busy={!found && !problem}>
      <Banner problem={problem} retry={ask} />
      {!found && !problem && <Ghosts />}
      <p class="unseen" role="status">{found ? (hits ? t('{n} found', { n: hits }) : t('Nothing found')) : ''}</p>
      {found?.unknown.map((filter) => (
        <p key={filter} class="found-unknown">
          <code>{filter}</code> {filter.startsWith('from:') ? t('matches nobody you can find.') : t('matches no room, thread or wiki space of yours.')}
        </p>
      ))}
      {found && hits === 0 && (
        <Nothing title={t('No results that you can see')}>
          <p>{t('All words must be in a message; the last may be the beginning of one. Try fewer words, or leave out a filter.')}</p>
          {kind && <p><a class="button" href={`/search${query({ q: text })}`}>{t('Search everything')}</a></p>}
        </Nothing>
      )}
      {groups.map((group) => <Group key={group.kind} text={text} first={group} alone={!!kind} />)}
    </div>
  );
}

function Group({ text, first, alone }: { text: string; first: FoundGroup; alone: boolean }) {
  const [items, setItems] = useState(first.items);
  const [cursor, setCursor] = useState(first.cursor);
  const [left, setLeft] = useState(first.olderNotSearched);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const more = (): void => {
    setBusy(true);
    setProblem(null);
    look(text, first.kind, cursor).then(({ groups: [next] }) => {
      setItems((before) => [...before, ...(next?.items ?? [])]);
      setCursor(next?.cursor);
      setLeft(next?.olderNotSearched);
    }, (failure: unknown) => setProblem(sentence(failure))).finally(() => setBusy(false));
  };
  return (
    <section class="search-group" aria-labelledby={`found-${first.kind}`}>
      <h2 id={`found-${first.kind}`} class="group-name">{t(names[first.kind])}</h2>
      <ol class="found-list">{items.map((item) => <li key={item.id}><FoundRow found={item} /></li>)}</ol>
      <Banner problem={problem} retry={more} />
      {cursor && (
        <p>
          {alone || first.kind === 'message'
            ? <button type="button" class="button small" disabled={busy} onClick={more}>{first.kind === 'message' ? t('Older') : t('More')}</button>
            : <button type="button" class="linklike" onClick={() => go(`/search${query({ q: text, kind: first.kind })}`)}>{t(allOf[first.kind])}</button>}
        </p>
      )}
      {left && !cursor && (
        <p class="hint">
          {rich('Older messages were not searched. Narrow the search with {place}, {before} or {after}.', {
            place: <code>in:</code>,
            before: <code>before:</code>,
            after: <code>after:</code>,
          })}
        </p>
      )}
    </section>
  );
}
