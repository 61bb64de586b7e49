import type { Thread } from '../api/shapes';
import { isNews } from '../state/arrange';
import { othersIn, subtitleOf, titleOf } from '../state/directory';
import { route, threadPath } from '../state/route';
import { listTime } from '../text/time';
import { t } from '../words/say';
import { Avatar, Colours } from './Avatar';
import { Icon } from './Icon';
import { ThreadMenu } from './ThreadMenu';
import './thread-row.css';
import './thread-link.css';

/** A thread in a list: title, unread count and a menu of actions. */
export function ThreadLink({ thread }: { thread: Thread }) {
  const isOpen = route.value.page === 'thread' && route.value.id === thread.id;
  const unread = isNews(thread);
  const other = thread.roomId ? undefined : othersIn(thread)[0];
  const words = subtitleOf(thread);
  return (
    <li class="thread-row">
      <a class={`thread-link${unread ? ' unread' : ''}${thread.muted ? ' muted' : ''}`} href={threadPath(thread.id)} aria-current={isOpen ? 'page' : undefined}>
        {other && <Colours members={thread.members}><Avatar person={other} small /></Colours>}
        <span class="thread-title">{titleOf(thread)}{words && <span class="thread-words"> {words}</span>}</span>
        {thread.pinned && <span class="thread-sign"><Icon name="pin" /><span class="unseen">{t('pinned')}</span></span>}
        {thread.muted && <span class="thread-sign"><Icon name="bell" /><span class="unseen">{t('muted')}</span></span>}
        {unread ? (
          <span class="count">
            <span aria-hidden="true">{Math.min(thread.unread, 99)}</span>
            <span class="unseen">{t('{n} unread', { n: thread.unread })}</span>
          </span>
        ) : (
          <time dateTime={thread.lastAt}>{listTime(thread.lastAt)}</time>
        )}
      </a>
      <ThreadMenu thread={thread} />
    </li>
  );
}
