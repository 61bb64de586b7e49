import { useEffect } from 'preact/hooks';
import { inbox } from '../../state/inbox';
import { menuOpen } from '../../state/menu';
import { route } from '../../state/route';
import { t } from '../../words/say';
import { Icon } from '../Icon';
import { Place } from './Place';

/** The navigation bar at the bottom of a narrow screen. Its last button opens the rail. */
export function TabBar() {
  const open = menuOpen.value;
  const here = route.value;
  useEffect(() => {
    menuOpen.value = false;
  }, [here]);
  useEffect(() => {
    if (!open) return;
    document.getElementById('rail')?.focus();
    const escape = (event: KeyboardEvent): void => {
      if (event.key !== 'Escape') return;
      menuOpen.value = false;
      document.getElementById('more')?.focus();
    };
    addEventListener('keydown', escape);
    return () => removeEventListener('keydown', escape);
  }, [open]);
  return (
    <nav class="tab-bar" aria-label={t('Places')}>
      <Place page="home" href="/" icon="home" name={t('Home')} />
      <Place page="inbox" href="/inbox" icon="inbox" name={t('Inbox')} count={(inbox.value ?? []).length} />
      <Place page="search" href="/search" icon="search" name={t('Search')} />
      <Place page="chats" also="rooms" href="/chats" icon="people" name={t('Chats')} />
      <button type="button" id="more" class="place" aria-expanded={open} aria-controls="rail" onClick={() => (menuOpen.value = !open)}>
        <Icon name="list" />
        <span>{t('More')}</span>
      </button>
    </nav>
  );
}
