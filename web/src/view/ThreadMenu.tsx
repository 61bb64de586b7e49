import { useEffect, useId, useRef, useState } from 'preact/hooks';
import type { Thread } from '../api/shapes';
import { arrange, type Arrangement } from '../state/arrange';
import { titleOf } from '../state/directory';
import { noticeFailure } from '../state/notices';
import { overlay } from '../state/overlay';
import { Icon, type IconName } from './Icon';

const gap = 4;

/** What can be done with a thread in a list. */
export function ThreadMenu({ thread }: { thread: Thread }) {
  const id = useId();
  const [open, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  return (
    <>
      <button
        ref={button} type="button" class="quiet icon-only thread-more" aria-haspopup="menu" aria-expanded={open} aria-controls={open ? id : undefined}
        aria-label={`More for ${titleOf(thread)}`} title="More" onClick={() => setOpen(!open)}
      >
        <Icon name="more" />
      </button>
      {open && (
        <Items
          id={id} thread={thread} beside={button.current!}
          onClose={(giveBack) => {
            setOpen(false);
            if (giveBack) button.current?.focus();
          }}
        />
      )}
    </>
  );
}

interface Act {
  icon: IconName;
  name: string;
  change?: Arrangement;
  dialog?: 'rename-thread' | 'thread-people';
}

const actsFor = (thread: Thread): Act[] => [
  { icon: 'pin', name: thread.pinned ? 'Unpin' : 'Pin', change: { pinned: !thread.pinned } },
  thread.unread > 0 ? { icon: 'check', name: 'Mark as read', change: { unread: false } } : { icon: 'dot', name: 'Mark as unread', change: { unread: true } },
  { icon: 'bell', name: thread.muted ? 'Unmute' : 'Mute', change: { muted: !thread.muted } },
  { icon: 'pencil', name: 'Rename…', dialog: 'rename-thread' },
  ...(thread.owner ? [{ icon: 'people', name: 'People…', dialog: 'thread-people' } as const] : []),
  { icon: 'archive', name: thread.archived ? 'Move back to the list' : 'Archive', change: { archived: !thread.archived } },
];

interface ItemsProps {
  id: string;
  thread: Thread;
  beside: HTMLElement;
  onClose: (giveBack: boolean) => void;
}

/** In the top layer, so that no scrolling list cuts it off. */
function Items({ id, thread, beside, onClose }: ItemsProps) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const menu = box.current!;
    menu.showPopover();
    const at = beside.getBoundingClientRect();
    const [width, height] = [menu.offsetWidth, menu.offsetHeight];
    menu.style.left = `${Math.max(gap, Math.min(at.right - width, innerWidth - width - gap))}px`;
    menu.style.top = `${at.bottom + height + gap > innerHeight ? Math.max(gap, at.top - height - gap) : at.bottom + gap}px`;
    menu.querySelector('button')?.focus();
    const moved = (event: Event): void => {
      if (!(event.target instanceof Node) || event.target.contains(beside)) onClose(false);
    };
    addEventListener('scroll', moved, true);
    addEventListener('resize', moved);
    return () => {
      removeEventListener('scroll', moved, true);
      removeEventListener('resize', moved);
    };
  }, []);
  const take = (act: Act): void => {
    onClose(true);
    if (act.change) arrange(thread.id, act.change).catch(noticeFailure);
    if (act.dialog) overlay.value = { kind: act.dialog, thread };
  };
  const pressed = (event: KeyboardEvent): void => {
    const items = [...box.current!.querySelectorAll('button')];
    const at = items.indexOf(document.activeElement as HTMLButtonElement);
    const to = event.key === 'ArrowDown' ? at + 1 : event.key === 'ArrowUp' ? at - 1 : event.key === 'Home' ? 0 : event.key === 'End' ? items.length - 1 : null;
    if (event.key === 'Escape' || event.key === 'Tab') onClose(event.key === 'Escape');
    else if (to !== null) items[(to + items.length) % items.length]?.focus();
    else return;
    if (event.key === 'Tab') return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div ref={box} id={id} class="thread-menu" role="menu" aria-label={titleOf(thread)} popover="auto" onKeyDown={pressed} onToggle={(event) => event.newState === 'closed' && onClose(false)}>
      {actsFor(thread).map((act) => <button key={act.icon} type="button" role="menuitem" class="menu-item" onClick={() => take(act)}><Icon name={act.icon} />{act.name}</button>)}
    </div>
  );
}
