import { useEffect, useState } from 'preact/hooks';
import { get, query } from '../api/http';
import type { Found, FoundEverything } from '../api/search';
import type { Listing, Person } from '../api/shapes';
import type { FoundPage } from '../api/wiki';
import { rooms, threads, titleOf } from '../state/directory';
import { noticeFailure } from '../state/notices';
import { closeOverlay, overlay } from '../state/overlay';
import { go, roomPath, threadPath } from '../state/route';
import { isMe } from '../state/session';
import { changeSettings } from '../state/settings';
import { opposite } from '../state/theme';
import { pagePath, spaceOf } from '../state/wiki';
import { goWithPerson } from '../state/withPerson';
import { t, type Text } from '../words/say';
import { Dialog } from './Dialog';
import { Icon, type IconName } from './Icon';

interface Choice {
  key: string;
  icon: IconName;
  name: string;
  kind: string;
  act: () => void;
}

const places: Array<Choice & { name: Text; kind: Text }> = [
  { key: 'new', icon: 'plus', name: 'New thread', kind: 'Action', act: () => (overlay.value = { kind: 'new-thread' }) },
  { key: 'room', icon: 'hash', name: 'New room', kind: 'Action', act: () => (overlay.value = { kind: 'new-room' }) },
  { key: 'home', icon: 'home', name: 'Home', kind: 'Page', act: () => go('/') },
  { key: 'rooms', icon: 'hash', name: 'Rooms', kind: 'Page', act: () => go('/rooms') },
  { key: 'chats', icon: 'people', name: 'Chats', kind: 'Page', act: () => go('/chats') },
  { key: 'wiki', icon: 'book', name: 'Library', kind: 'Page', act: () => go('/wiki') },
  { key: 'artifacts', icon: 'board', name: 'Artifacts', kind: 'Page', act: () => go('/artifacts') },
  { key: 'automations', icon: 'clock', name: 'Automations', kind: 'Page', act: () => go('/automations') },
  { key: 'automation', icon: 'plus', name: 'New automation', kind: 'Action', act: () => go('/automations/new') },
  { key: 'runs', icon: 'runs', name: 'Runs', kind: 'Page', act: () => go('/runs') },
  { key: 'connections', icon: 'plug', name: 'Connections', kind: 'Page', act: () => go('/connections') },
  { key: 'memory', icon: 'note', name: 'Memory', kind: 'Page', act: () => go('/memory') },
  { key: 'access', icon: 'eye', name: 'What the agent can see as me', kind: 'Page', act: () => go('/access') },
  { key: 'audit', icon: 'list', name: 'Audit', kind: 'Page', act: () => go('/audit') },
  { key: 'settings', icon: 'settings', name: 'Settings', kind: 'Page', act: () => go('/settings') },
  {
    key: 'theme',
    icon: 'moon',
    name: 'Switch between dark and light',
    kind: 'Action',
    act: () => void changeSettings({ theme: opposite() }).catch(noticeFailure),
  },
];

const searchChoice = (text: string): Choice => ({
  key: 'search',
  icon: 'search',
  name: t('Search for “{text}”', { text }),
  kind: t('Everything'),
  act: () => go(`/search${query({ q: text })}`),
});

const pageChoice = ({ page }: FoundPage): Choice => ({
  key: page.id,
  icon: 'book',
  name: page.title,
  kind: spaceOf(page.spaceId)?.name ?? t('Wiki'),
  act: () => go(pagePath(page.id)),
});

const artifactChoice = ({ id, title }: Found): Choice => ({
  key: id,
  icon: 'board',
  name: title.text,
  kind: t('Artifact'),
  act: () => go(`/artifacts/${id}`),
});

function choices(people: Person[]): Choice[] {
  const roomName = (id?: string): string => rooms.value.find((room) => room.id === id)?.name ?? '';
  return [
    ...(threads.value ?? []).map((thread): Choice => ({
      key: thread.id,
      icon: thread.roomId ? 'hash' : 'people',
      name: titleOf(thread),
      kind: thread.roomId ? roomName(thread.roomId) : t('Thread'),
      act: () => go(threadPath(thread.id)),
    })),
    ...rooms.value.map((room): Choice => ({ key: room.id, icon: 'hash', name: room.name, kind: t('Room'), act: () => go(roomPath(room.id)) })),
    ...people
      .filter((person) => !isMe(person.subject))
      .map((person): Choice => ({ key: person.subject, icon: 'people', name: person.name, kind: t('Person'), act: () => goWithPerson(person) })),
    ...places.map((place) => ({ ...place, name: t(place.name), kind: t(place.kind) })),
  ];
}

export function Switcher() {
  const [text, setText] = useState('');
  const [people, setPeople] = useState<Person[]>([]);
  const [pages, setPages] = useState<FoundPage[]>([]);
  const [artifacts, setArtifacts] = useState<Found[]>([]);
  // By key: a choice that was made stays when others are found before it.
  const [chosen, setChosen] = useState<string | null>(null);
  useEffect(() => {
    if (!text.trim()) return setPages([]);
    const stop = new AbortController();
    const timer = setTimeout(() => {
      // Without the wiki, the switcher still finds threads and people.
      get<Listing<FoundPage>>(`/api/wiki/search${query({ q: text.trim().slice(0, 400), limit: '5' })}`, stop.signal).then(
        (found) => setPages(found.items),
        () => {},
      );
    }, 120);
    return () => {
      clearTimeout(timer);
      stop.abort();
    };
  }, [text]);
  useEffect(() => {
    if (text.trim().length < 2) return setArtifacts([]);
    const stop = new AbortController();
    // A longer pause, because searches of one person are limited.
    const timer = setTimeout(() => {
      get<FoundEverything>(`/api/search${query({ q: text.trim().slice(0, 400), kind: 'artifact' })}`, stop.signal).then(
        ({ groups }) => setArtifacts(groups.flatMap((group) => (group.kind === 'artifact' ? group.items : [])).slice(0, 5)),
        () => {},
      );
    }, 300);
    return () => {
      clearTimeout(timer);
      stop.abort();
    };
  }, [text]);
  useEffect(() => {
    const stop = new AbortController();
    get<Listing<Person>>(`/api/people${query({ q: text.trim(), limit: '10' })}`, stop.signal).then((found) => setPeople(found.items), () => {});
    return () => stop.abort();
  }, [text]);
  const wanted = text.trim().toLowerCase();
  const found = [
    ...choices(people)
      .filter((choice) => choice.name.toLowerCase().includes(wanted))
      .slice(0, 12),
    ...pages.map(pageChoice),
    ...artifacts.map(artifactChoice),
    ...(text.trim() ? [searchChoice(text.trim())] : []),
  ];
  const at = Math.max(found.findIndex((choice) => choice.key === chosen), 0);
  const choose = (place: number): void => setChosen(found[place]?.key ?? null);
  useEffect(() => document.getElementById(`choice-${at}`)?.scrollIntoView({ block: 'nearest' }), [at]);
  const take = (choice: Choice | undefined): void => {
    if (!choice) return;
    closeOverlay();
    choice.act();
  };
  const pressed = (event: KeyboardEvent): void => {
    if (event.key === 'ArrowDown') choose(Math.min(at + 1, found.length - 1));
    else if (event.key === 'ArrowUp') choose(Math.max(at - 1, 0));
    else if (event.key === 'Enter') take(found[at]);
    else return;
    event.preventDefault();
  };
  return (
    <Dialog title={t('Go to')} bare>
      <div class="switcher">
        <input
          class="switcher-input"
          role="combobox"
          data-first
          aria-label={t('Go to a thread, a person or a page')}
          aria-expanded="true"
          aria-controls="switcher-found"
          aria-activedescendant={found[at] ? `choice-${at}` : undefined} placeholder={t('Thread, person or page')} autoComplete="off" value={text}
          onInput={(event) => { setText(event.currentTarget.value); setChosen(null); }} onKeyDown={pressed}
        />
        <ul id="switcher-found" role="listbox" aria-label={t('Found')} class="options">
          {found.map((choice, index) => (
            <li
              key={choice.key}
              id={`choice-${index}`}
              role="option"
              aria-selected={index === at}
              onPointerMove={() => choose(index)}
              onClick={() => take(choice)}
            >
              <Icon name={choice.icon} /><span class="option-name">{choice.name}</span><span class="option-kind">{choice.kind}</span>
            </li>
          ))}
        </ul>
        {found.length === 0 && <p class="hint">{t('Nothing of that name.')}</p>}
      </div>
    </Dialog>
  );
}
