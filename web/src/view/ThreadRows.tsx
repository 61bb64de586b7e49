import type { Thread } from '../api/shapes';
import { unreadOf } from '../state/arrange';
import { othersIn, rooms, subtitleOf, titleOf } from '../state/directory';
import { threadPath } from '../state/route';
import { listTime } from '../text/time';
import { t } from '../words/say';
import { Avatar, Colours } from './Avatar';
import { Icon } from './Icon';
import { ThreadMenu } from './ThreadMenu';
import './thread-row.css';

const mostFaces = 4;

/** Threads in a page's list: title, people and unread count. */
export function ThreadRows({ threads, within }: { threads: Thread[]; within?: string }) {
  return (
    <ul class="rows">
      {threads.map((thread) => (
        <li key={thread.id} class="thread-row">
          <Row thread={thread} within={within} />
          <ThreadMenu thread={thread} />
        </li>
      ))}
    </ul>
  );
}

function Row({ thread, within }: { thread: Thread; within: string | undefined }) {
  const room = rooms.value.find((one) => one.id === thread.roomId);
  const others = othersIn(thread);
  const unread = unreadOf(thread);
  const place = room && room.id !== within ? `${room.name} · ` : '';
  const who = subtitleOf(thread) || (others.length ? t('with {names}', { names: others.map((one) => one.name).join(', ') }) : t('alone'));
  return (
    <a class="row" href={threadPath(thread.id)}>
      <span class="row-mark" aria-hidden="true"><Icon name={room ? 'hash' : 'people'} /></span>
      <span class="row-main"><span class="row-name">{titleOf(thread)}</span><span class="row-sub">{place}{who}</span></span>
      <Colours members={thread.members}>
        <span class="row-faces" aria-hidden="true">
          {others.slice(0, mostFaces).map((one) => (
            <Avatar key={one.subject} person={one} small />
          ))}
        </span>
      </Colours>
      <span class="row-side">
        {unread > 0 ? <span class="count">{t('{n} new', { n: Math.min(unread, 99) })}</span> : <span class="row-sub">{listTime(thread.lastAt)}</span>}
      </span>
    </a>
  );
}
