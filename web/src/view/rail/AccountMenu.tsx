import { useEffect, useRef, useState } from 'preact/hooks';
import { noticeFailure } from '../../state/notices';
import { overlay } from '../../state/overlay';
import { route, type Route } from '../../state/route';
import { myself, signOut } from '../../state/session';
import { t, type Text } from '../../words/say';
import { Avatar } from '../Avatar';
import { Icon, type IconName } from '../Icon';
import { useAway } from '../useAway';
import './account-menu.css';

/** The personal pages. */
const pages: Array<{ page: Route['page']; href: string; icon: IconName; name: Text }> = [
  { page: 'connections', href: '/connections', icon: 'plug', name: 'Connections' },
  { page: 'memory', href: '/memory', icon: 'note', name: 'Memory' },
  { page: 'access', href: '/access', icon: 'eye', name: 'What the agent can see as me' },
  { page: 'audit', href: '/audit', icon: 'shield', name: 'Audit' },
  { page: 'settings', href: '/settings', icon: 'settings', name: 'Settings' },
];

export function AccountMenu() {
  const [open, setOpen] = useState(false);
  const box = useRef<HTMLDivElement>(null);
  const opener = useRef<HTMLButtonElement>(null);
  const here = route.value;
  useEffect(() => setOpen(false), [here]);
  useAway(box, open, () => setOpen(false), ['pointerdown', 'focusin']);
  const me = myself();
  if (!me) return null;
  const escape = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape' || !open) return;
    event.stopPropagation();
    setOpen(false);
    opener.current?.focus();
  };
  return (
    <div class="account" ref={box} onKeyDown={escape}>
      <button
        ref={opener}
        type="button"
        class="account-button"
        aria-label={t('{name}, your account', { name: me.name })}
        aria-expanded={open}
        aria-controls="account-menu"
        onClick={() => setOpen(!open)}
      >
        <Avatar person={me} small /><span>{me.name}</span><Icon name="down" />
      </button>
      {open && (
        <div class="menu" id="account-menu">
          <p class="menu-who"><b>{me.name}</b><br />{me.groups.length ? me.groups.join(', ') : t('no groups')}</p>
          {pages.map(({ page, href, icon, name }) => (
            <a key={page} class="menu-item" href={href} aria-current={here.page === page ? 'page' : undefined}>
              <Icon name={icon} />
              {t(name)}
            </a>
          ))}
          <button
            type="button"
            class="menu-item"
            onClick={() => {
              setOpen(false);
              opener.current?.focus();
              overlay.value = { kind: 'help' };
            }}
          >
            <Icon name="keyboard" />
            {t('Keyboard shortcuts')} <kbd>?</kbd>
          </button>
          <button type="button" class="menu-item" onClick={() => void signOut().catch(noticeFailure)}><Icon name="leave" />{t('Sign out')}</button>
        </div>
      )}
    </div>
  );
}
