import { useEffect, useRef, useState } from 'preact/hooks';
import { artifactPath, deleteArtifact } from '../../artifacts/api';
import { exportArtifact } from '../../artifacts/exporting';
import type { LiveArtifact } from '../../artifacts/live';
import type { Artifact } from '../../artifacts/shapes';
import { begunBy, kindName } from './templates';
import type { Member, Person } from '../../api/shapes';
import { announce } from '../../state/announcer';
import { copyText } from '../../state/copy';
import { threads } from '../../state/directory';
import { notice, noticeFailure } from '../../state/notices';
import { online } from '../../state/online';
import { overlay } from '../../state/overlay';
import { go, threadPath } from '../../state/route';
import { isMe } from '../../state/session';
import { plural, t } from '../../words/say';
import { Avatar, Colours } from '../Avatar';
import { Icon } from '../Icon';
import { lazily } from '../lazily';
import { PopMenu, type Act } from '../PopMenu';
import { BoardEditor } from './BoardEditor';
import { ListEditor } from './ListEditor';
import { Proposals } from './Proposals';
import { useAim } from './useAim';

const DocumentEditor = lazily(() => import('./DocumentEditor').then((part) => part.DocumentEditor));
const DashboardEditor = lazily(() => import('./DashboardEditor').then((part) => part.DashboardEditor));
const ToolEditor = lazily(() => import('./ToolEditor').then((part) => part.ToolEditor));
const History = lazily(() => import('./History').then((part) => part.History));
const FieldsDialog = lazily(() => import('./FieldsDialog').then((part) => part.FieldsDialog), true);
const PinDialog = lazily(() => import('./pins').then((part) => part.PinDialog), true);
const PublishDialog = lazily(() => import('./PublishDialog').then((part) => part.PublishDialog), true);

export interface EditorProps {
  live: LiveArtifact;
  artifact: Artifact;
}

interface Props extends EditorProps {
  beside?: boolean | undefined;
}

const hasItems = ({ kind }: Artifact): boolean => kind === 'list' || kind === 'board' || kind === 'tool';

export function ArtifactView({ live, artifact, beside }: Props) {
  const [past, setPast] = useState(false);
  const box = useRef<HTMLElement>(null);
  useAim(artifact, box);
  const members =
    threads.value?.find((one) => one.id === artifact.threadId)?.members ?? [artifact.madeBy, ...live.people.value].map((one): Member => ({ ...one, since: 0 }));
  const keys = (event: KeyboardEvent): void => {
    if (!(event.metaKey || event.ctrlKey) || event.key.toLowerCase() !== 'z' || event.defaultPrevented) return;
    if (event.target instanceof Element && event.target.closest('input:not([type=checkbox]), textarea')) return;
    event.preventDefault();
    if (event.shiftKey) live.trail.redo();
    else live.trail.undo();
  };
  const left = (event: FocusEvent): void => {
    if (!(event.relatedTarget instanceof Node) || !(event.currentTarget as HTMLElement).contains(event.relatedTarget)) live.spots.lookAt({});
  };
  return (
    <Colours members={members}>
      <article
        ref={box}
        data-artifact={artifact.id}
        class={`artifact of-${artifact.kind}${beside ? ' beside' : ''}`}
        aria-label={artifact.title}
        onKeyDown={keys}
        onFocusOut={left}
      >
        <Head live={live} artifact={artifact} beside={beside} past={past} onPast={setPast} />
        <Line live={live} />
        {past ? <History live={live} artifact={artifact} onClose={() => setPast(false)} /> : (
          <>
            <Proposals live={live} artifact={artifact} />
            <Body live={live} artifact={artifact} />
          </>
        )}
      </article>
    </Colours>
  );
}

function Body({ live, artifact }: EditorProps) {
  switch (artifact.kind) {
    case 'board': return <BoardEditor live={live} artifact={artifact} />;
    case 'document': return <DocumentEditor live={live} artifact={artifact} />;
    case 'dashboard': case 'chart': case 'table': return <DashboardEditor live={live} artifact={artifact} />;
    case 'tool': return <ToolEditor live={live} artifact={artifact} />;
    case 'list': return <ListEditor live={live} artifact={artifact} />;
  }
}

function Head({ live, artifact, beside, past, onPast }: Props & { past: boolean; onPast: (past: boolean) => void }) {
  const dialog = (view: () => preact.JSX.Element) => () => void (overlay.value = { kind: 'own', view });
  const publish = dialog(() => <PublishDialog live={live} artifact={artifact} />);
  const save = (format: 'csv' | 'md'): void => void exportArtifact(live, format).then(() => announce(t('Exported.')), noticeFailure);
  const acts = (): Act[] => [
    ...(hasItems(artifact) ? [{ name: t('Fields…'), icon: 'settings' as const, act: dialog(() => <FieldsDialog live={live} />) }] : []),
    { name: past ? t('Back to editing') : t('History'), icon: 'history', act: () => onPast(!past) },
    ...(hasItems(artifact) ? [{ name: t('Export as CSV'), icon: 'download' as const, act: () => save('csv') }] : []),
    { name: t('Export as Markdown'), icon: 'download', act: () => save('md') },
    { name: t('Print'), icon: 'page', act: () => print() },
    ...(artifact.state === 'published'
      ? [{ name: t('Copy link'), icon: 'link' as const, act: () => copyText(`${location.origin}${artifactPath(artifact.id)}`) }]
      : []),
    ...(beside ? [{ name: t('Open as a page'), icon: 'panel' as const, act: () => go(artifactPath(artifact.id)) }] : []),
    ...(artifact.state === 'published'
      ? [
          { name: t('Pin to a room…'), icon: 'pin' as const, act: dialog(() => <PinDialog artifact={artifact} />) },
          { name: t('Put it in the thread again…'), icon: 'people' as const, act: publish },
        ]
      : []),
    ...(artifact.mine ? [{ name: t('Delete…'), icon: 'trash' as const, act: () => erase(artifact) }] : []),
  ];
  return (
    <header class="artifact-head">
      {!beside && <a class="quiet icon-only back-always" href="/artifacts" aria-label={t('All artifacts')}><Icon name="back" /></a>}
      <Title live={live} artifact={artifact} beside={beside} />
      <span class="tag" title={begunBy(artifact)}>{artifact.state === 'draft' ? t('Draft, only you see it') : kindName(artifact)}</span>
      <People people={live.people.value} />
      <span class="artifact-acts">
        <button
          type="button"
          class="quiet icon-only"
          aria-label={t('Undo')}
          title={t('Undo (Ctrl Z)')}
          disabled={!live.trail.canUndo.value}
          onClick={() => live.trail.undo()}
        >
          <Icon name="undo" />
        </button>
        <button
          type="button"
          class="quiet icon-only"
          aria-label={t('Redo')}
          title={t('Redo (Ctrl Shift Z)')}
          disabled={!live.trail.canRedo.value}
          onClick={() => live.trail.redo()}
        >
          <Icon name="redo" />
        </button>
        {artifact.state === 'draft' && <button type="button" class="button small primary" onClick={publish}>{t('Put it in a thread')}</button>}
        {artifact.state === 'published' && artifact.threadId && !beside && <a class="button small" href={threadPath(artifact.threadId)}>{t('Its thread')}</a>}
        <PopMenu label={t('More for the artifact {title}', { title: artifact.title })} of={artifact.title} acts={acts} />
      </span>
    </header>
  );
}

function erase(artifact: Artifact): void {
  if (!confirm(t('Delete “{title}” for everybody? Its history stays on record.', { title: artifact.title }))) return;
  deleteArtifact(artifact.id).then(() => {
    notice(t('Deleted.'));
    go('/artifacts', true);
  }, noticeFailure);
}

function Title({ live, artifact, beside }: Props) {
  const Heading = beside ? 'h2' : 'h1';
  const [draft, setDraft] = useState<string | null>(null);
  const keep = (): void => {
    const title = draft?.trim();
    setDraft(null);
    if (title && title !== artifact.title) live.do({ op: 'title', title });
  };
  const pressed = (event: KeyboardEvent): void => {
    if (event.key === 'Escape' && draft !== null) {
      event.stopPropagation();
      setDraft(null);
    }
    if (event.key === 'Enter' || event.key === 'Escape') queueMicrotask(() => (event.target as HTMLElement).blur());
  };
  return (
    <Heading class="artifact-title">
      <span class="unseen">{artifact.title}</span>
      <input
        class="bare-input"
        aria-label={t('Title')}
        maxLength={200}
        autoComplete="off"
        value={draft ?? artifact.title}
        onInput={(event) => setDraft(event.currentTarget.value)}
        onBlur={keep}
        onKeyDown={pressed}
      />
    </Heading>
  );
}

function People({ people }: { people: Person[] }) {
  const others = people.filter((one, at) => !isMe(one.subject) && people.findIndex((other) => other.subject === one.subject) === at);
  if (!others.length) return null;
  return (
    <ul class="faces" aria-label={t('Also here')}>
      {others.slice(0, 6).map((one) => (
        <li key={one.subject} title={t('{name} is here', { name: one.name })}>
          <Avatar person={one} small here />
          <span class="unseen">{one.name}</span>
        </li>
      ))}
    </ul>
  );
}

/** A banner shown while offline: it explains what happens to my edits. */
function Line({ live }: { live: LiveArtifact }) {
  const waits = live.unsent.value;
  const isUp = online.value && live.connected.value;
  // The banner appears after a delay, because short interruptions do not matter.
  const [late, setLate] = useState(false);
  useEffect(() => {
    if (isUp) return setLate(false);
    const timer = setTimeout(() => setLate(true), online.value ? 2_000 : 0);
    return () => clearTimeout(timer);
  }, [isUp]);
  if (isUp || !late) return null;
  return (
    <p class="banner quiet-banner" role="status">
      {online.value ? t('Connecting again…') : t('You are offline. You can go on; your changes are merged when you are back.')}
      {waits > 0 && ` ${plural('One change waits.', '{n} changes wait.', waits)}`}
    </p>
  );
}
