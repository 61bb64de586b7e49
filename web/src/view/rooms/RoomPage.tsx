import { useEffect, useState } from 'preact/hooks';
import type { Automation } from '../../api/automations';
import type { Thread } from '../../api/shapes';
import { automationPath, automations, stateWords } from '../../state/automations';
import { inListOrder } from '../../state/arrange';
import { railProblem, refresh, rooms, threads } from '../../state/directory';
import { overlay } from '../../state/overlay';
import { isMe } from '../../state/session';
import { nameThisPage } from '../../state/title';
import { loadPages, loadSpaces, nothingHere, pagePath, pagesOf, spacePath, spaces } from '../../state/wiki';
import { whenWords } from '../../text/when';
import { RoomArtifacts } from '../artifacts/RoomArtifacts';
import { Avatar } from '../Avatar';
import { Icon } from '../Icon';
import { Banner, Ghosts, PageHead } from '../PageHead';
import { ThreadRows } from '../ThreadRows';
import { ArchivedChoice } from './ArchivedChoice';
import './rooms.css';

const mostPages = 8;
const back = { href: '/rooms', name: 'All rooms' };

/** A room: its threads, what runs for them, its pages and who is in it. */
export function RoomPage({ id }: { id: string }) {
  const room = rooms.value.find((one) => one.id === id);
  useEffect(() => {
    if (room) nameThisPage(room.name);
  }, [room?.name]);
  if (!room)
    return (
      <div class="page" aria-busy={threads.value === null}>
        <PageHead title={threads.value ? 'Not here' : 'Room'} back={back} />
        <Banner problem={railProblem.value} retry={() => void refresh()} />
        {threads.value ? <p class="lead">{nothingHere}</p> : !railProblem.value && <Ghosts />}
      </div>
    );
  const inside = (threads.value ?? []).filter((thread) => thread.roomId === id);
  const begin = (): void => void (overlay.value = { kind: 'new-thread', room: id });
  return (
    <div class="page">
      <PageHead title={room.name} back={back}><button type="button" class="button small primary" onClick={begin}><Icon name="plus" />New thread</button></PageHead>
      <section class="group" aria-label="Threads">
        <h2 class="group-name">Threads</h2>
        {inside.length ? <Inside threads={inside} room={id} /> : <p class="hint empty-rows">Nothing has been said here yet. <button type="button" class="linklike" onClick={begin}>Start a thread</button></p>}
      </section>
      <RoomArtifacts room={id} threadIds={inside.map((thread) => thread.id)} />
      <Automations threadIds={inside.map((thread) => thread.id)} />
      <Pages room={id} />
      <section class="group" aria-label="Members">
        <h2 class="group-name">Members</h2>
        <ul class="room-people">{room.members.map((member) => <li key={member.subject}><Avatar person={member} small />{member.name}{member.subject === room.owner.subject && <span class="faint"> owns the room</span>}</li>)}</ul>
        {isMe(room.owner.subject) && <p><button type="button" class="button small" onClick={() => (overlay.value = { kind: 'room', id })}><Icon name="people" />Change members</button></p>}
      </section>
    </div>
  );
}

function Inside({ threads: inside, room }: { threads: Thread[]; room: string }) {
  const [archived, setArchived] = useState(false);
  const hasArchived = inside.some((thread) => thread.archived);
  return (
    <>
      {hasArchived && <ArchivedChoice archived={archived} onChoose={setArchived} />}
      <ThreadRows threads={archived && hasArchived ? inside.filter((thread) => thread.archived) : inListOrder(inside)} within={room} />
    </>
  );
}

/** Those I may read that deliver to a thread of this room or are shared with it. */
function Automations({ threadIds }: { threadIds: string[] }) {
  const [all, setAll] = useState<Automation[]>([]);
  useEffect(() => {
    // The page of all automations says it when they cannot be told.
    automations.list().then((found) => setAll(found.items), () => setAll([]));
  }, []);
  const here = all.filter((one) => [one.threadId, one.sharedWith].some((thread) => thread && threadIds.includes(thread)));
  return (
    <section class="group" aria-label="Automations">
      <h2 class="group-name">Automations</h2>
      {here.length === 0 && <p class="hint empty-rows">None that you can see. An automation shows here when its author shares it with a thread of this room. <a href="/automations">All automations</a></p>}
      {here.length > 0 && <ul class="rows">
        {here.map((one) => (
          <li key={one.id}>
            <a class="row" href={automationPath(one.id)}>
              <Avatar person={one.author} />
              <span class="row-main"><span class="row-name">{one.title}</span><span class="row-sub">{whenWords(one.trigger)} · runs as {one.author.name}</span></span>
              <span class="row-side"><span class={`tag ${stateWords[one.state].tone}`}>{stateWords[one.state].words}</span></span>
            </a>
          </li>
        ))}
      </ul>}
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
    <section class="group" aria-label="Pages">
      <h2 class="group-name">Pages</h2>
      {spaces.value && here.length === 0 && <p class="hint empty-rows">No wiki space belongs to this room. <a href="/wiki">Open the library</a> to make one for its members.</p>}
      {here.length > 0 && <ul class="rows">
        {here.map((space) => (
          <li key={space.id}>
            <a class="row" href={spacePath(space.id)}><span class="row-mark" aria-hidden="true"><Icon name="book" /></span><span class="row-main"><span class="row-name">{space.name}</span><span class="row-sub">{space.audience}</span></span></a>
            <ul class="room-pages">{(pagesOf.value[space.id]?.heads ?? []).slice(0, mostPages).map((page) => <li key={page.id}><a href={pagePath(page.id)}>{page.title}</a></li>)}</ul>
          </li>
        ))}
      </ul>}
    </section>
  );
}
