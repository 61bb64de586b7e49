import type { Room, Thread } from '../../api/shapes';
import { byRoom, inListOrder, unreadOf } from '../../state/arrange';
import { chatsOf, railProblem, refresh, rooms, threads } from '../../state/directory';
import { inbox } from '../../state/inbox';
import { overlay } from '../../state/overlay';
import { roomPath, route } from '../../state/route';
import { t } from '../../words/say';
import { Icon } from '../Icon';
import { ThreadLink } from '../ThreadLink';
import { AccountMenu } from './AccountMenu';
import { Place } from './Place';
import './rail.css';

/** The rail shows only the newest entries. Each list has a full page. */
const mostRooms = 8;
const mostChats = 12;
const mostInRoom = 3;
const isMac = /mac/i.test(navigator.platform);

export function Rail() {
  return (
    <nav class="rail" id="rail" aria-label={t('Main')} tabIndex={-1} data-pane>
      <header class="rail-head">
        <a class="brand" href="/"><img src="/icon.svg" width="22" height="22" alt="" />Onbehalf</a>
        <button
          type="button"
          class="quiet icon-only"
          aria-label={t('New thread')}
          title={t('New thread (N)')}
          onClick={() => (overlay.value = { kind: 'new-thread' })}
        >
          <Icon name="plus" />
        </button>
      </header>
      <button type="button" class="find" onClick={() => (overlay.value = { kind: 'switcher' })}>
        <Icon name="search" /><span>{t('Go to…')}</span><kbd>{isMac ? '⌘' : `${t('Ctrl')} `}K</kbd>
      </button>
      <div class="rail-places">
        <Place page="home" href="/" icon="home" name={t('Home')} />
        <Place page="inbox" href="/inbox" icon="inbox" name={t('Inbox')} count={(inbox.value ?? []).length} />
        <Place page="search" href="/search" icon="search" name={t('Search')} />
      </div>
      <div class="rail-lists">
        {railProblem.value && (
          <p class="rail-problem">{railProblem.value} <button type="button" class="linklike" onClick={() => void refresh()}>{t('Try again')}</button></p>
        )}
        <Rooms />
        <Chats />
      </div>
      <div class="rail-places after">
        <Place page="wiki" also="artifacts" href="/wiki" icon="book" name={t('Library')} />
        <Place page="automations" also="runs" href="/automations" icon="clock" name={t('Automations')} />
      </div>
      <footer class="rail-foot"><AccountMenu /></footer>
    </nav>
  );
}

const isOpen = (thread: Thread): boolean => route.value.page === 'thread' && route.value.id === thread.id;

/** Returns the newest entries and the open one. */
const few = (all: Thread[], most: number): Thread[] => all.filter((thread, index) => index < most || isOpen(thread));

function Rooms() {
  const grouped = byRoom(inListOrder(threads.value ?? []));
  const inside = (room: Room): Thread[] => grouped.get(room.id) ?? [];
  const liveliest = (room: Room): string => inside(room)[0]?.lastAt ?? '';
  const shown = [...rooms.value].sort((a, b) => liveliest(b).localeCompare(liveliest(a))).slice(0, mostRooms);
  return (
    <section>
      <h2 class="rail-title">
        <a href="/rooms">{t('Rooms')}</a>
        <button type="button" class="quiet icon-only" aria-label={t('New room')} title={t('New room')} onClick={() => (overlay.value = { kind: 'new-room' })}>
          <Icon name="plus" />
        </button>
      </h2>
      {shown.map((room) => <RoomEntry key={room.id} room={room} threads={inside(room)} />)}
      {rooms.value.length === 0 && threads.value && <p class="rail-empty">{t('No rooms yet.')}</p>}
      {rooms.value.length > shown.length && <p class="rail-all"><a href="/rooms">{t('All {n} rooms', { n: rooms.value.length })}</a></p>}
    </section>
  );
}

/** A room with its unread threads. A fully read room takes one line. */
function RoomEntry({ room, threads: inside }: { room: Room; threads: Thread[] }) {
  const isHere = route.value.page === 'room' && route.value.id === room.id;
  const unread = inside.filter((thread) => unreadOf(thread) > 0);
  const shown = few(unread, mostInRoom).concat(inside.filter((thread) => isOpen(thread) && !unread.includes(thread)));
  return (
    <div class="room">
      <div class="room-head">
        <a class="room-name" href={roomPath(room.id)} aria-current={isHere ? 'page' : undefined}>
          <Icon name="hash" /><span>{room.name}</span>
          {unread.length > shown.length && (
            <span class="count">
              <span aria-hidden="true">{unread.length}</span>
              <span class="unseen">{t('{n} unread threads', { n: unread.length })}</span>
            </span>
          )}
        </a>
        <button
          type="button"
          class="quiet icon-only"
          aria-label={t('New thread in {name}', { name: room.name })}
          title={t('New thread here')}
          onClick={() => (overlay.value = { kind: 'new-thread', room: room.id })}
        >
          <Icon name="plus" />
        </button>
      </div>
      {shown.length > 0 && <ul>{shown.map((thread) => <ThreadLink key={thread.id} thread={thread} />)}</ul>}
    </div>
  );
}

function Chats() {
  const all = chatsOf(inListOrder(threads.value ?? []));
  const shown = few(all, mostChats);
  return (
    <section>
      <h2 class="rail-title"><a href="/chats">{t('Chats')}</a></h2>
      <ul>{shown.map((thread) => <ThreadLink key={thread.id} thread={thread} />)}</ul>
      {threads.value === null && !railProblem.value && <div class="ghosts" aria-hidden="true"><i /><i /><i /></div>}
      {threads.value && all.length === 0 && <p class="rail-empty">{t('Nothing here yet. Start a thread with +.')}</p>}
      {all.length > shown.length && <p class="rail-all"><a href="/chats">{t('All {n} chats', { n: all.length })}</a></p>}
    </section>
  );
}
