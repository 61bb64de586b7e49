import { useEffect, useRef, useState } from 'preact/hooks';
import { artifactPath } from '../../artifacts/api';
import { go } from '../../state/route';
import { loadSpaces, pagePath } from '../../state/wiki';
import { withArtifactTexts } from '../../words/language';
import { t, type Text } from '../../words/say';
import { Icon } from '../Icon';
import { focusComposer } from '../keyboard';
import { lazily } from '../lazily';
import { besidePath, type Beside } from './beside';
import { BesideEvidence } from './BesideEvidence';
import './beside.css';

const BesideArtifact = lazily(() => withArtifactTexts(import('./BesideArtifact')).then((part) => part.BesideArtifact));
const BesideArtifacts = lazily(() => withArtifactTexts(import('./BesideArtifact')).then((part) => part.BesideArtifacts));
const ReadPage = lazily(() => import('../wiki/ReadPage').then((part) => part.ReadPage));

const narrow = matchMedia('(max-width: 900px)');
const keptAt = 'onbehalf.beside';
const [least, usual, step] = [320, 460, 32];
/** The minimum width of the thread, in pixels. */
const room = 420;

const most = (): number => Math.max(least, innerWidth - room - (document.getElementById('rail')?.offsetWidth ?? 0));

function keptWidth(): number {
  try {
    return Number(localStorage.getItem(keptAt)) || usual;
  } catch {
    return usual;
  }
}

function keep(width: number): void {
  try {
    localStorage.setItem(keptAt, String(width));
  } catch {
    // Without storage, the width lasts until the page closes.
  }
}

const names: Record<Beside['kind'], Text> = { artifacts: 'Artifacts of this thread', artifact: 'Artifact', page: 'Wiki page', evidence: 'What this rests on' };
/** The kinds whose content has a heading of its own. */
const hasHeading: Record<Beside['kind'], boolean> = { artifacts: false, artifact: true, page: true, evidence: false };

interface Props {
  thread: string;
  beside: Beside;
}

/** The panel beside a thread. Without enough room it is a sheet over the thread. */
export function BesidePanel({ thread, beside }: Props) {
  const panel = useRef<HTMLDivElement>(null);
  const [sheet, setSheet] = useState(narrow.matches);
  const [width, setWidth] = useState(keptWidth);
  const [, setWindow] = useState(innerWidth);
  const shown = Math.min(Math.max(width, least), most());
  const close = (): void => go(besidePath(thread, null));
  useEffect(() => {
    const changed = (): void => setSheet(narrow.matches);
    const resized = (): void => setWindow(innerWidth);
    narrow.addEventListener('change', changed);
    addEventListener('resize', resized);
    return () => {
      narrow.removeEventListener('change', changed);
      removeEventListener('resize', resized);
    };
  }, []);
  useEffect(() => {
    const before = document.activeElement;
    panel.current?.focus({ preventScroll: true });
    return () => queueMicrotask(() => {
      if (document.activeElement !== document.body && document.activeElement !== null) return;
      if (before instanceof HTMLElement && before !== document.body && before.isConnected) before.focus();
      else focusComposer();
    });
  }, []);
  const what = 'id' in beside ? beside.id : beside.kind;
  useEffect(() => {
    // After a link within the panel, the focus stays in the panel.
    if (!panel.current?.contains(document.activeElement)) panel.current?.focus({ preventScroll: true });
  }, [what]);
  useEffect(() => {
    // Content under a sheet must not be reachable by keyboard or screen reader.
    const under = panel.current?.previousElementSibling;
    under?.toggleAttribute('inert', sheet);
    return () => under?.removeAttribute('inert');
  }, [sheet]);
  const pressed = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape' || event.defaultPrevented) return;
    event.stopPropagation();
    close();
  };
  const size = (wanted: number): void => {
    const next = Math.round(Math.min(Math.max(wanted, least), most()));
    setWidth(next);
    keep(next);
  };
  return (
    <div
      ref={panel}
      role={sheet ? 'dialog' : 'complementary'}
      aria-modal={sheet ? 'true' : undefined}
      class={sheet ? 'beside-panel sheet' : 'beside-panel'}
      aria-label={t(names[beside.kind])}
      style={{ '--width': `${shown}px` }}
      tabIndex={-1}
      data-pane
      onKeyDown={pressed}
    >
      {!sheet && <Edge width={shown} onSize={size} />}
      <header class="beside-head">
        {beside.kind === 'artifact' && (
          <button type="button" class="quiet" onClick={() => go(besidePath(thread, { kind: 'artifacts' }))}>
            <Icon name="back" />
            {t('All of this thread')}
          </button>
        )}
        <h2 class={hasHeading[beside.kind] ? 'unseen' : ''}>{t(names[beside.kind])}</h2>
        <span class="beside-acts">
          {(beside.kind === 'artifact' || beside.kind === 'page') && (
            <a
              class="quiet icon-only"
              href={beside.kind === 'artifact' ? artifactPath(beside.id) : pagePath(beside.id)}
              aria-label={t('Open as a page')}
              title={t('Open as a page')}
            >
              <Icon name="panel" />
            </a>
          )}
          <button type="button" class="quiet icon-only" aria-label={t('Close the panel')} title={t('Close (Esc)')} onClick={close}>
            <Icon name="close" />
          </button>
        </span>
      </header>
      <div class="beside-body"><Content key={what} thread={thread} beside={beside} /></div>
    </div>
  );
}

function Content({ thread, beside }: Props) {
  useEffect(() => {
    if (beside.kind === 'page') void loadSpaces();
  }, []);
  switch (beside.kind) {
    case 'artifact': return <BesideArtifact id={beside.id} />;
    case 'artifacts': return <BesideArtifacts thread={thread} />;
    case 'evidence': return <BesideEvidence id={beside.id} />;
    case 'page': return <ReadPage id={beside.id} version={undefined} beside />;
  }
}

/** The edge that resizes the panel, by dragging or arrow keys. */
function Edge({ width, onSize }: { width: number; onSize: (width: number) => void }) {
  const grabbed = useRef<number | null>(null);
  const keys = (event: KeyboardEvent): void => {
    const to: Record<string, number> = { ArrowLeft: width + step, ArrowRight: width - step, Home: most(), End: least };
    if (to[event.key] === undefined) return;
    event.preventDefault();
    onSize(to[event.key]!);
  };
  return (
    <div
      class="beside-edge"
      role="separator"
      aria-orientation="vertical"
      aria-label={t('Width of the panel')}
      aria-valuenow={width}
      aria-valuemin={least}
      aria-valuemax={Math.round(most())}
      tabIndex={0}
      onKeyDown={keys}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        grabbed.current = event.clientX + width;
      }}
      onPointerMove={(event) => {
        if (grabbed.current !== null) onSize(grabbed.current - event.clientX);
      }}
      onLostPointerCapture={() => (grabbed.current = null)}
    />
  );
}
