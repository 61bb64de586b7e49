import { useState } from 'preact/hooks';
import type { Room, Thread } from '../api/shapes';
import { railProblem, refresh, rooms, threads } from '../state/directory';
import { overlay } from '../state/overlay';
import { route, type Route } from '../state/route';
import { AccountMenu } from './AccountMenu';
import { Icon, type IconName } from './Icon';
import { ThreadRow } from './ThreadRow';

const mostShown = 40;
const isMac = /mac/i.test(navigator.platform);

export function Rail() {
  const all = threads.value;
  const direct = (all ?? []).filter((thread) => !thread.roomId);
  return (
    <nav class="rail" aria-label="Threads">
      <header class="rail-head">
        <a class="brand" href="/"><img src="/icon.svg" width="22" height="22" alt="" />Onbehalf</a>
        <button type="button" class="quiet icon-only" aria-label="New thread" title="New thread (N)" onClick={() => (overlay.value = { kind: 'new-thread' })}>
          <Icon name="plus" />
        </button>
      </header>
      <button type="button" class="find" onClick={() => (overlay.value = { kind: 'switcher' })}>
        <Icon name="search" /><span>Go to…</span><kbd>{isMac ? '⌘' : 'Ctrl '}K</kbd>
      </button>
      <div class="rail-places">
        <Place page="wiki" href="/wiki" icon="book" name="Wiki" />
        <Place page="automations" href="/automations" icon="clock" name="Automations" />
        <Place page="runs" href="/runs" icon="runs" name="Runs" />
      </div>
      <div class="rail-lists">
        {railProblem.value && (
          <p class="rail-problem">{railProblem.value} <button type="button" class="linklike" onClick={() => void refresh()}>Try again</button></p>
        )}
        <section>
          <h2 class="rail-title">
            Rooms
            <button type="button" class="quiet icon-only" aria-label="New room" title="New room" onClick={() => (overlay.value = { kind: 'new-room' })}><Icon name="plus" /></button>
          </h2>
          {rooms.value.map((room) => <RoomList key={room.id} room={room} threads={(all ?? []).filter((thread) => thread.roomId === room.id)} />)}
          {rooms.value.length === 0 && all && <p class="rail-empty">No rooms yet.</p>}
        </section>
        <section>
          <h2 class="rail-title">Direct</h2>
          <ThreadList threads={direct} />
          {all === null && !railProblem.value && <div class="ghosts" aria-hidden="true"><i /><i /><i /></div>}
          {all && direct.length === 0 && <p class="rail-empty">Nothing here yet. Start a thread with +.</p>}
        </section>
      </div>
      <footer class="rail-foot">
        <Place page="connections" href="/connections" icon="plug" name="Connections" />
        <Place page="memory" href="/memory" icon="note" name="Memory" />
        <Place page="access" href="/access" icon="eye" name="What the agent sees" />
        <Place page="audit" href="/audit" icon="list" name="Audit" />
        <AccountMenu />
      </footer>
    </nav>
  );
}

function Place({ page, href, icon, name }: { page: Route['page']; href: string; icon: IconName; name: string }) {
  return <a class="place" href={href} aria-current={route.value.page === page ? 'page' : undefined}><Icon name={icon} />{name}</a>;
}

function RoomList({ room, threads: inside }: { room: Room; threads: Thread[] }) {
  return (
    <div class="room">
      <div class="room-head">
        <button type="button" class="room-name" onClick={() => (overlay.value = { kind: 'room', id: room.id })} title="Members"><Icon name="hash" /><span>{room.name}</span></button>
        <button type="button" class="quiet icon-only" aria-label={`New thread in ${room.name}`} title="New thread here" onClick={() => (overlay.value = { kind: 'new-thread', room: room.id })}><Icon name="plus" /></button>
      </div>
      <ThreadList threads={inside} />
    </div>
  );
}

/** The newest, and all that is unread; the rest when asked for. */
function ThreadList({ threads: all }: { threads: Thread[] }) {
  const [whole, setWhole] = useState(false);
  const shown = whole ? all : all.filter((thread, index) => index < mostShown || thread.unread > 0);
  return (
    <>
      <ul>{shown.map((thread) => <ThreadRow key={thread.id} thread={thread} />)}</ul>
      {shown.length < all.length && <p class="rail-empty"><button type="button" class="linklike" onClick={() => setWhole(true)}>Show {all.length - shown.length} older</button></p>}
    </>
  );
}
