import { useEffect, useRef, useState } from 'preact/hooks';
import { sentence } from '../../api/http';
import { artifactPath, createArtifact, deleteArtifact } from '../../artifacts/api';
import { newId } from '../../artifacts/order';
import { addAtEnd, holders, longestName, sorted } from '../../artifacts/pinning';
import type { ArtifactHead } from '../../artifacts/shapes';
import { notice } from '../../state/notices';
import { closeOverlay } from '../../state/overlay';
import { go, route } from '../../state/route';
import { t } from '../../words/say';
import { besidePath } from '../beside/beside';
import { Dialog } from '../Dialog';

export interface PinnedResult {
  caption: string;
  source: string;
  sql: string;
  /** The mark of its chart, if the table is shown as one. */
  mark?: 'bar' | 'line' | undefined;
}

/** The size on a dashboard: half as wide as the grid, with room for several rows. */
const size = { w: 6, h: 6 };

/** A dialog that puts the query of a table into an artifact. Its rows are not stored. */
export function PinResultDialog({ caption, source, sql, mark }: PinnedResult) {
  const here = route.value;
  const thread = here.page === 'thread' ? here.id : undefined;
  const [all, setAll] = useState<ArtifactHead[]>([]);
  const [chosen, setChosen] = useState('');
  const [title, setTitle] = useState(caption.slice(0, longestName).replace(/[\uD800-\uDBFF]$/, ''));
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const block = useRef(newId('b'));
  const made = useRef<{ id: string; title: string } | null>(null);
  const isOpen = useRef(true);
  const busyNow = useRef(false);
  useEffect(() => {
    holders().then(setAll, (failure: unknown) => setProblem(sentence(failure)));
  }, []);
  // A dashboard that got no query is of no use to anybody.
  const drop = (): void => {
    if (made.current && !isOpen.current && !busyNow.current) void deleteArtifact(made.current.id).catch(() => {});
  };
  useEffect(
    () => () => {
      isOpen.current = false;
      drop();
    },
    [],
  );
  const groups = sorted(all, thread);
  const target = all.find((one) => one.id === chosen);
  const fail = (why: string): void => {
    setProblem(why);
    setBusy((busyNow.current = false));
    drop();
  };
  const submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    setBusy((busyNow.current = true));
    setProblem(null);
    const name = title.trim();
    try {
      // A second try fills the dashboard that the first one made.
      if (!target) made.current ??= { id: (await createArtifact({ kind: 'dashboard', title: name })).id, title: name };
      const { id, title: pinnedTo } = target ?? made.current!;
      const chart = mark ? { chart: { mark } } : {};
      const place = target?.kind === 'document' ? {} : size;
      if (!(await addAtEnd(id, { id: block.current, type: 'request', title: name, source, sql, ...chart, ...place })))
        return fail(t('Others are changing it right now. Try again.'));
      busyNow.current = false;
      if (!target) made.current = null;
      notice(t('Pinned to {title}.', { title: pinnedTo }));
      if (!isOpen.current) return drop();
      closeOverlay();
      go(thread ? besidePath(thread, { kind: 'artifact', id }) : artifactPath(id));
    } catch (failure) {
      fail(sentence(failure));
    }
  };
  return (
    <Dialog title={t('Pin this result')}>
      <form onSubmit={(event) => void submit(event)}>
        <label class="field-label" for="pin-title">{t('Title')}</label>
        <input
          id="pin-title"
          class="input"
          required
          pattern=".*\S.*"
          maxLength={longestName}
          autoComplete="off"
          value={title}
          onInput={(event) => setTitle(event.currentTarget.value)}
        />
        <label class="field-label" for="pin-target">{t('Pin to')}</label>
        <select id="pin-target" class="input" data-first value={chosen} onChange={(event) => setChosen(event.currentTarget.value)}>
          <option value="">{t('A new dashboard, only for you')}</option>
          <Group label={t('Artifacts of this thread')} all={groups.here} />
          <Group label={t('My drafts')} all={groups.drafts} />
          <Group label={t('Other threads')} all={groups.elsewhere} />
        </select>
        <p class="hint">
          {target?.state === 'published'
            ? t('Everybody who has it can read the query. It runs as whoever looks at it, so each person sees the rows that they may see.')
            : t('Only you see it until you put it in a thread. The query is pinned, not its rows: it runs as whoever looks at it.')}
        </p>
        <details class="pin-query">
          <summary>{t('Query')}</summary>
          <pre class="request" tabIndex={0}><code>{sql}</code></pre>
        </details>
        {problem && <p class="field-problem" role="alert">{problem}</p>}
        <div class="dialog-foot">
          <button type="button" class="button" onClick={closeOverlay}>{t('Cancel')}</button>
          <button type="submit" class="button primary" disabled={busy}>{t('Pin')}</button>
        </div>
      </form>
    </Dialog>
  );
}

function Group({ label, all }: { label: string; all: ArtifactHead[] }) {
  if (all.length === 0) return null;
  return <optgroup label={label}>{all.map((one) => <option key={one.id} value={one.id}>{one.title}</option>)}</optgroup>;
}
