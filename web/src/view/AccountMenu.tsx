import { useEffect, useRef, useState } from 'preact/hooks';
import { sentence } from '../api/http';
import { notice } from '../state/notices';
import { overlay } from '../state/overlay';
import { myself, signOut } from '../state/session';
import { choose, theme, type Theme } from '../state/theme';
import { Avatar } from './Avatar';
import { Icon } from './Icon';

const themes: Array<[Theme, string]> = [['system', 'System'], ['light', 'Light'], ['dark', 'Dark']];

export function AccountMenu() {
  const [open, setOpen] = useState(false);
  const box = useRef<HTMLDivElement>(null);
  const opener = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (!open) return;
    const away = (event: Event): void => {
      if (event.target instanceof Node && !box.current?.contains(event.target)) setOpen(false);
    };
    addEventListener('pointerdown', away);
    addEventListener('focusin', away);
    return () => {
      removeEventListener('pointerdown', away);
      removeEventListener('focusin', away);
    };
  }, [open]);
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
      <button ref={opener} type="button" class="account-button" aria-expanded={open} aria-controls="account-menu" onClick={() => setOpen(!open)}>
        <Avatar person={me} small /><span>{me.name}</span><Icon name="down" />
      </button>
      {open && (
        <div class="menu" id="account-menu">
          <p class="menu-who"><b>{me.name}</b><br />{me.groups.length ? me.groups.join(', ') : 'no groups'}</p>
          <fieldset class="segmented">
            <legend class="unseen">Theme</legend>
            {themes.map(([value, label]) => (
              <label key={value}><input type="radio" name="theme" checked={theme.value === value} onChange={() => choose(value)} /><span>{label}</span></label>
            ))}
          </fieldset>
          <button type="button" class="menu-item" onClick={() => { setOpen(false); overlay.value = { kind: 'help' }; }}>Keyboard shortcuts <kbd>?</kbd></button>
          <button type="button" class="menu-item" onClick={() => void signOut().catch((failure: unknown) => notice(sentence(failure)))}>Sign out</button>
        </div>
      )}
    </div>
  );
}
