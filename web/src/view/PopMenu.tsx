import { useId, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { t } from '../words/say';
import { Icon, type IconName } from './Icon';

const gap = 4;

export interface Act {
  name: string;
  icon?: IconName;
  act: () => void;
}

interface Props {
  /** The accessible name of the button. */
  label: string;
  /** The subject of the menu. */
  of: string;
  icon?: IconName;
  title?: string;
  kind?: string;
  acts: () => Act[];
}

/** A button with a menu of actions. Arrow keys choose, Escape closes and returns the focus. */
export function PopMenu({ label, of, icon = 'more', title = t('More'), kind = '', acts }: Props) {
  const id = useId();
  const [open, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  return (
    <>
      <button
        ref={button} type="button" class={`quiet icon-only ${kind}`} aria-haspopup="menu" aria-expanded={open} aria-controls={open ? id : undefined}
        aria-label={label} title={title} onClick={() => setOpen(!open)}
      >
        <Icon name={icon} />
      </button>
      {open && (
        <Items
          id={id} of={of} acts={acts()} beside={button.current!}
          onClose={(giveBack) => {
            setOpen(false);
            if (giveBack) button.current?.focus();
          }}
        />
      )}
    </>
  );
}

interface ItemsProps {
  id: string;
  of: string;
  acts: Act[];
  beside: HTMLElement;
  onClose: (giveBack: boolean) => void;
}

/** Displayed in the top layer, so that no scrolling list clips it. */
function Items({ id, of, acts, beside, onClose }: ItemsProps) {
  const box = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
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
  const take = (one: Act): void => {
    onClose(true);
    one.act();
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
    <div
      ref={box}
      id={id}
      class="thread-menu"
      role="menu"
      aria-label={of}
      popover="auto"
      onKeyDown={pressed}
      onToggle={(event) => event.newState === 'closed' && onClose(false)}
    >
      {acts.map((one) => (
        <button key={one.name} type="button" role="menuitem" class="menu-item" onClick={() => take(one)}>
          {one.icon && <Icon name={one.icon} />}
          {one.name}
        </button>
      ))}
    </div>
  );
}
