import { inListOrder } from '../../state/arrange';
import { threads } from '../../state/directory';
import { inbox } from '../../state/inbox';
import { overlay } from '../../state/overlay';
import { myself } from '../../state/session';
import { t } from '../../words/say';
import { Icon } from '../Icon';
import { ThreadRows } from '../ThreadRows';
import { AskBox } from './AskBox';
import { FirstSteps } from './FirstSteps';
import './home.css';

const mostRecent = 6;

/** The home page: a question, waiting items and recent threads. */
export function HomePage() {
  const count = (inbox.value ?? []).length;
  return (
    <div class="page home">
      <h1>{t('Hello, {name}', { name: myself()?.name ?? '' })}</h1>
      <AskBox />
      <a class="row home-inbox" href="/inbox">
        <span class="row-mark" aria-hidden="true">
          <Icon name="inbox" />
        </span>
        <span class="row-main">
          <span class="row-name">{t('Inbox')}</span>
          <span class="row-sub">{t('What waits for you, in one place')}</span>
        </span>
        {count > 0 && <span class="count">{t('{n} waiting', { n: Math.min(count, 99) })}</span>}
      </a>
      <FirstSteps />
      <Recent />
      <Begin />
    </div>
  );
}

/** Starting points for a returning person. */
function Begin() {
  if (!threads.value?.length) return null;
  return (
    <div class="cards">
      <button type="button" class="card-button" onClick={() => (overlay.value = { kind: 'new-thread' })}>
        <Icon name="plus" /><b>{t('New thread')}</b><span>{t('Bring people in. Each of you gets your own answers.')}</span>
      </button>
      <button type="button" class="card-button" onClick={() => (overlay.value = { kind: 'new-room' })}>
        <Icon name="hash" /><b>{t('New room')}</b><span>{t('A place for a team, with threads of its own.')}</span>
      </button>
      <a class="card-button" href="/automations/new">
        <Icon name="clock" /><b>{t('New automation')}</b><span>{t('Let the agent do it every Monday, as you.')}</span>
      </a>
      <a class="card-button" href="/access">
        <Icon name="eye" /><b>{t('What the agent can see as me')}</b><span>{t('Live, from every source you have.')}</span>
      </a>
    </div>
  );
}

function Recent() {
  const recent = inListOrder(threads.value ?? []).slice(0, mostRecent);
  if (recent.length === 0) return null;
  return (
    <section class="group" aria-label={t('Recent threads')}>
      <h2 class="group-name">{t('Recent threads')}</h2>
      <ThreadRows threads={recent} />
      {(threads.value?.length ?? 0) > recent.length && <p class="more-below"><a href="/chats">{t('All chats')}</a> · <a href="/rooms">{t('All rooms')}</a></p>}
    </section>
  );
}
