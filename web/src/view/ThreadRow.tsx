import type { Thread } from '../api/shapes';
import { titleOf } from '../state/directory';
import { route, threadPath } from '../state/route';
import { isMe } from '../state/session';
import { listTime } from '../text/time';
import { Avatar } from './Avatar';

/** One thread in a list: who or what it is about, and how much of it is new. */
export function ThreadRow({ thread }: { thread: Thread }) {
  const isOpen = route.value.page === 'thread' && route.value.id === thread.id;
  const unread = thread.unread > 0 && !isOpen;
  const other = thread.roomId ? undefined : thread.members.find((member) => !isMe(member.subject));
  return (
    <li class="thread-row">
      <a class={`thread-link${unread ? ' unread' : ''}`} href={threadPath(thread.id)} aria-current={isOpen ? 'page' : undefined}>
        {other && <Avatar person={other} small />}
        <span class="thread-title">{titleOf(thread)}</span>
        {unread ? <span class="count"><span aria-hidden="true">{Math.min(thread.unread, 99)}</span><span class="unseen">{thread.unread} unread</span></span> : <time dateTime={thread.lastAt}>{listTime(thread.lastAt)}</time>}
      </a>
    </li>
  );
}
