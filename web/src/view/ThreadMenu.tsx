import type { Thread } from '../api/shapes';
import { arrange, type Arrangement } from '../state/arrange';
import { titleOf } from '../state/directory';
import { noticeFailure } from '../state/notices';
import { overlay } from '../state/overlay';
import { t } from '../words/say';
import { PopMenu, type Act } from './PopMenu';

/** The menu of actions of a thread: of a row in a list, which shows it on hover, or of the open thread. */
export function ThreadMenu({ thread, ofPage }: { thread: Thread; ofPage?: boolean }) {
  return (
    <PopMenu kind={ofPage ? '' : 'thread-more'} label={t('More for {thread}', { thread: titleOf(thread) })} of={titleOf(thread)} acts={() => actsFor(thread)} />
  );
}

function actsFor(thread: Thread): Act[] {
  const change = (arrangement: Arrangement) => () => void arrange(thread.id, arrangement).catch(noticeFailure);
  return [
    { icon: 'pin', name: thread.pinned ? t('Unpin') : t('Pin'), act: change({ pinned: !thread.pinned }) },
    thread.unread > 0
      ? { icon: 'check', name: t('Mark as read'), act: change({ unread: false }) }
      : { icon: 'dot', name: t('Mark as unread'), act: change({ unread: true }) },
    { icon: 'bell', name: thread.muted ? t('Unmute') : t('Mute'), act: change({ muted: !thread.muted }) },
    { icon: 'pencil', name: t('Rename…'), act: () => (overlay.value = { kind: 'rename-thread', thread }) },
    ...(thread.owner ? [{ icon: 'people', name: t('People…'), act: () => (overlay.value = { kind: 'thread-people', thread }) } as const] : []),
    { icon: 'archive', name: thread.archived ? t('Move back to the list') : t('Archive'), act: change({ archived: !thread.archived }) },
  ];
}
