import { useEffect, useState } from 'preact/hooks';
import type { Automation } from '../../api/automations';
import type { Thread } from '../../api/shapes';
import { automationPath, automations, stateWords } from '../../state/automations';
import { railProblem, refresh, rooms, threads } from '../../state/directory';
import { overlay } from '../../state/overlay';
import { isMe } from '../../state/session';
import { nameThisPage } from '../../state/title';
import { loadPages, loadSpaces, nothingHere, pagePath, pagesOf, spacePath, spaces } from '../../state/wiki';
import { whenWords } from '../../text/when';
import { rich, t } from '../../words/say';
import { RoomArtifacts } from '../artifacts/RoomArtifacts';
import { Avatar } from '../Avatar';
import { Icon } from '../Icon';
import { Banner, Ghosts, PageHead } from '../PageHead';
import { ThreadRows } from '../ThreadRows';
import { ListChoice, listsOf, threadsIn, type ThreadList } from './ListChoice';
import './rooms.css';

const mostPages = 8;
const atOnce = 60;
const back = () => ({ href: '/rooms', name: t('All rooms') });

/** A room: its threads, automations, pages and members. */
export function RoomPage({ id }: { id: string }) {
  const room = rooms.value.find((one) => one.id === id);
  useEffect(() => {
    if (room) nameThisPage(room.name);
  }, [room?.name]);
  if (!room)
    return (
      <div class="page" aria-busy={threads.value === null}>
        <PageHead title={threads.value ? t('Not here') : t('Room')} back={back()} />
        <Banner problem={railProblem.value} retry={() => void refresh()} />
        {threads.value ? <p class="lead">{nothingHere()}</p> : !railProblem.value && <Ghosts />}
      </div>
    );
  const inside = (threads.value ?? []).filter((thread) => thread.roomId === id);
  const begin = (): void => void (overlay.value = { kind: 'new-thread', room: id });
  return (
    <div class="page">
      <PageHead title={room.name} back={back()}>
        <button type="button" class="button small primary" onClick={begin}>
          <Icon name="plus" />
          {t('New thread')}
        </button>
      </PageHead>
      <section class="group" aria-label={t('Threads')}>
        <h2 class="group-name">{t('Threads')}</h2>
        {inside.length ? (
          <Inside threads={inside} room={id} />
        ) : (
          <p class="hint empty-rows">
            {t('Nothing has been said here yet.')}{' '}
            <button type="button" class="linklike" onClick={begin}>
              {t('Start a thread')}
            </button>
          </p>
        )}
      </section>
      <RoomArtifacts room={id} threadIds={inside.map((thread) => thread.id)} />
      <Automations threadIds={inside.map((thread) => thread.id)} />
      <Pages room={id} />
      <section class="group" aria-label={t('Members')}>
        <h2 class="group-name">{t('Members')}</h2>
        <ul class="room-people">
          {room.members.map((member) => (
            <li key={member.subject}>
              <Avatar person={member} small />
              {member.name}
              {member.subject === room.owner.subject && <span class="faint"> {t('owns the room')}</span>}
            </li>
          ))}
        </ul>
        {isMe(room.owner.subject) && (
          <p>
            <button type="button" class="button small" onClick={() => (overlay.value = { kind: 'room', id })}>
              <Icon name="people" />
              {t('Change members')}
            </button>
          </p>
        )}
      </section>
    </div>
  );
}

function Inside({ threads: inside, room }: { threads: Thread[]; room: string }) {
  const [chosen, setChosen] = useState<ThreadList>('current');
  const [most, setMost] = useState(atOnce);
  const lists = listsOf(inside);
  const list = lists.includes(chosen) ? chosen : 'current';
  const found = threadsIn(inside, list);
  return (
    <>
      <ListChoice lists={lists} chosen={list} onChoose={setChosen} />
      <ThreadRows threads={found.slice(0, most)} within={room} />
      {found.length > most && <p><button type="button" class="button" onClick={() => setMost(most + atOnce * 5)}>{t('Show older')}</button></p>}
    </>
  );
}

/** The readable automations that deliver to a thread of this room or are shared with it. */
function Automations({ threadIds }: { threadIds: string[] }) {
  const [all, setAll] = useState<Automation[]>([]);
  useEffect(() => {
    // The page of all automations reports a failure.
    automations.list().then((found) => setAll(found.items), () => setAll([]));
  }, []);
  const here = all.filter((one) => [one.threadId, one.sharedWith].some((thread) => thread && threadIds.includes(thread)));
  return (
    <section class="group" aria-label={t('Automations')}>
      <h2 class="group-name">{t('Automations')}</h2>
      {here.length === 0 && (
        <p class="hint empty-rows">
          {t('None that you can see. An automation shows here when its author shares it with a thread of this room.')}{' '}
          <a href="/automations">{t('All automations')}</a>
        </p>
      )}
      {here.length > 0 && (
        <ul class="rows">
          {here.map((one) => (
            <li key={one.id}>
              <a class="row" href={automationPath(one.id)}>
                <Avatar person={one.author} />
                <span class="row-main">
                  <span class="row-name">{one.title}</span>
                  <span class="row-sub">
                    {one.locked ? t('locked for you') : whenWords(one.trigger)} · {t('runs as {name}', { name: one.author.name })}
                  </span>
                </span>
                <span class="row-side">
                  <span class={`tag ${stateWords[one.state].tone}`}>{t(stateWords[one.state].words)}</span>
                </span>
              </a>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

/** The wiki spaces that the room's members read, with their pages. */
function Pages({ room }: { room: string }) {
  useEffect(() => void loadSpaces(), []);
  const here = (spaces.value ?? []).filter((space) => space.roomId === room);
  const ids = here.map((space) => space.id).join();
  useEffect(() => {
    for (const space of here) void loadPages(space.id).catch(() => {});
  }, [ids]);
  return (
    <section class="group" aria-label={t('Pages')}>
      <h2 class="group-name">{t('Pages')}</h2>
      {spaces.value && here.length === 0 && (
        <p class="hint empty-rows">
          {rich('No wiki space belongs to this room. {link} to make one for its members.', { link: <a href="/wiki">{t('Open the library')}</a> })}
        </p>
      )}
      {here.length > 0 && (
        <ul class="rows">
          {here.map((space) => (
            <li key={space.id}>
              <a class="row" href={spacePath(space.id)}>
                <span class="row-mark" aria-hidden="true">
                  <Icon name="book" />
                </span>
                <span class="row-main">
                  <span class="row-name">{space.name}</span>
                  <span class="row-sub">{space.audience}</span>
                </span>
              </a>
              <ul class="room-pages">
                {(pagesOf.value[space.id]?.heads ?? []).slice(0, mostPages).map((page) => (
                  <li key={page.id}>
                    <a href={pagePath(page.id)}>{page.title}</a>
                  </li>
                ))}
              </ul>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
