import { useEffect } from 'preact/hooks';
import { announcement } from '../state/announcer';
import { threads, titleOf } from '../state/directory';
import { waitingCount } from '../state/inbox';
import { menuOpen } from '../state/menu';
import { followMyself } from '../state/personStream';
import { dismiss, notices } from '../state/notices';
import { overlay } from '../state/overlay';
import { route } from '../state/route';
import { session, whoAmI } from '../state/session';
import { nameOfThisPage } from '../state/title';
import { withArtifactTexts } from '../words/language';
import { t, type Text } from '../words/say';
import { HelpDialog } from './HelpDialog';
import { HomePage } from './home/HomePage';
import { Icon } from './Icon';
import { useShortcuts } from './keyboard';
import { lazily } from './lazily';
import { MissingPage } from './MissingPage';
import { NewThreadDialog } from './NewThreadDialog';
import { Rail } from './rail/Rail';
import { TabBar } from './rail/TabBar';
import { RenameThreadDialog } from './RenameThreadDialog';
import { SignedOut } from './SignedOut';
import { Switcher } from './Switcher';
import { ThreadPage } from './ThreadPage';

const RoomPage = lazily(() => withArtifactTexts(import('./rooms/pages')).then((part) => part.RoomPage));
const RoomsPage = lazily(() => import('./rooms/pages').then((part) => part.RoomsPage));
const ChatsPage = lazily(() => import('./rooms/pages').then((part) => part.ChatsPage));
const WikiPage = lazily(() => import('./wiki/WikiPage').then((part) => part.WikiPage));
const ThreadPeopleDialog = lazily(() => import('./dialogs').then((part) => part.ThreadPeopleDialog), true);
const ShareDialog = lazily(() => import('./dialogs').then((part) => part.ShareDialog), true);
const NewRoomDialog = lazily(() => import('./dialogs').then((part) => part.NewRoomDialog), true);
const RoomDialog = lazily(() => import('./dialogs').then((part) => part.RoomDialog), true);
const SpaceDialog = lazily(() => import('./wiki/SpaceDialog').then((part) => part.SpaceDialog), true);
const ArtifactsPage = lazily(() => withArtifactTexts(import('./artifacts/ArtifactsPage')).then((part) => part.ArtifactsPage));
const AutomationsPage = lazily(() => import('./automations/AutomationsPage').then((part) => part.AutomationsPage));
const AgreeDialog = lazily(() => import('./automations/AgreeDialog').then((part) => part.AgreeDialog), true);
const InboxPage = lazily(() => import('./inbox/InboxPage').then((part) => part.InboxPage));
const RunsPage = lazily(() => import('./runs/RunsPage').then((part) => part.RunsPage));
const ConnectionsPage = lazily(() => import('./mine/ConnectionsPage').then((part) => part.ConnectionsPage));
const MemoryPage = lazily(() => import('./mine/MemoryPage').then((part) => part.MemoryPage));
const AccessPage = lazily(() => import('./AccessPage').then((part) => part.AccessPage));
const SearchPage = lazily(() => import('./search/SearchPage').then((part) => part.SearchPage));
const SettingsPage = lazily(() => import('./settings/SettingsPage').then((part) => part.SettingsPage));
const AuditPage = lazily(() => import('./AuditPage').then((part) => part.AuditPage));

export function App() {
  const now = session.value;
  if (now.kind === 'asking') return <main class="waiting" aria-busy="true" aria-label={t('Loading')} />;
  if (now.kind === 'out') return <SignedOut />;
  if (now.kind === 'unavailable')
    return (
      <main class="waiting">
        <h1>{t('Not available')}</h1>
        <p>{now.why}</p>
        <button class="button primary" type="button" onClick={() => void whoAmI()}>{t('Try again')}</button>
      </main>
    );
  return <Signed />;
}

function Signed() {
  const here = route.value;
  useShortcuts();
  useEffect(followMyself, []);
  useEffect(() => {
    // The followed link is gone with its page, so the focus moves to the new page.
    const frame = requestAnimationFrame(() => {
      if (document.activeElement === document.body) document.getElementById('main')?.focus({ preventScroll: true });
    });
    return () => cancelAnimationFrame(frame);
  }, [here]);
  const waiting = waitingCount();
  const title = `${waiting ? `(${waiting}) ` : ''}${nameOfThisPage() ?? pageTitle()} · Onbehalf`;
  useEffect(() => {
    document.title = title;
  }, [title]);
  return (
    <div class="frame" data-page={here.page} data-menu={menuOpen.value ? 'open' : undefined}>
      <a class="skip" href="#main" data-skip onClick={skip}>{t('Skip to the content')}</a>
      <Rail />
      <main id="main" class="main" tabIndex={-1} data-pane>
        {here.page === 'home' && <HomePage />}
        {here.page === 'thread' && <ThreadPage key={here.id} id={here.id} />}
        {here.page === 'rooms' && <RoomsPage />}
        {here.page === 'room' && <RoomPage key={here.id} id={here.id} />}
        {here.page === 'chats' && <ChatsPage />}
        {here.page === 'wiki' && <WikiPage view={here.view} search={here.search} />}
        {here.page === 'artifacts' && <ArtifactsPage key={here.id} id={here.id} />}
        {here.page === 'automations' && <AutomationsPage id={here.id} edit={here.edit} />}
        {here.page === 'runs' && <RunsPage id={here.id} search={here.search} />}
        {here.page === 'connections' && <ConnectionsPage search={here.search} />}
        {here.page === 'memory' && <MemoryPage />}
        {here.page === 'access' && <AccessPage />}
        {here.page === 'settings' && <SettingsPage />}
        {here.page === 'audit' && <AuditPage search={here.search} />}
        {here.page === 'inbox' && <InboxPage />}
        {here.page === 'search' && <SearchPage search={here.search} />}
        {here.page === 'missing' && <MissingPage />}
      </main>
      <TabBar />
      <Overlay />
      <div class="notices" role="status">
        {notices.value.map((one) => (
          <p key={one.id} class="notice">
            <span>{one.text}</span>
            <button type="button" class="quiet icon-only" aria-label={t('Dismiss')} onClick={() => dismiss(one.id)}><Icon name="close" /></button>
          </p>
        ))}
      </div>
      <div class="unseen" aria-live="polite" aria-atomic="true">{announcement.value}</div>
    </div>
  );
}

function skip(event: Event): void {
  event.preventDefault();
  const target = document.querySelector<HTMLElement>('.composer textarea') ?? document.getElementById('main');
  target?.focus();
}

const titles = {
  home: 'Home',
  inbox: 'Inbox',
  rooms: 'Rooms',
  room: 'Room',
  chats: 'Chats',
  wiki: 'Library',
  artifacts: 'Artifacts',
  automations: 'Automations',
  runs: 'Runs',
  connections: 'Connections',
  memory: 'Memory',
  access: 'What the agent can see as me',
  settings: 'Settings',
  audit: 'Audit',
  search: 'Search',
  missing: 'Not found',
} as const satisfies Record<string, Text>;

function pageTitle(): string {
  const here = route.value;
  if (here.page !== 'thread') return t(titles[here.page]);
  const thread = threads.value?.find((one) => one.id === here.id);
  return thread ? titleOf(thread) : t('Thread');
}

function Overlay() {
  const open = overlay.value;
  switch (open?.kind) {
    case 'switcher': return <Switcher />;
    case 'help': return <HelpDialog />;
    case 'new-thread': return <NewThreadDialog room={open.room} />;
    case 'rename-thread': return <RenameThreadDialog thread={open.thread} />;
    case 'thread-people': return <ThreadPeopleDialog thread={open.thread} add={open.add} />;
    case 'new-room': return <NewRoomDialog />;
    case 'room': return <RoomDialog id={open.id} />;
    case 'wiki-space': return <SpaceDialog id={open.id} />;
    case 'agree': return <AgreeDialog agreement={open.agreement} />;
    case 'own': return <open.view />;
    case 'share': return <ShareDialog id={open.message} conversation={open.conversation} />;
    default: return null;
  }
}
