import { useState } from 'preact/hooks';
import { get } from '../../api/http';
import type { Access } from '../../api/shapes';
import { blocksOf, definitionOf } from '../../artifacts/fold';
import type { LiveArtifact } from '../../artifacts/live';
import type { Artifact, ArtifactBlock, ChartSpec } from '../../artifacts/shapes';
import { noticeFailure } from '../../state/notices';
import { closeOverlay, overlay } from '../../state/overlay';
import { Dialog } from '../Dialog';
import { Icon } from '../Icon';
import { PopMenu, type Act } from '../PopMenu';
import type { EditorProps } from './ArtifactView';
import { addBlock, blockMoves, NotShown } from './DocumentEditor';
import { Here } from './Here';
import { RequestBlock } from './RequestBlock';
import { TextBlock } from './TextBlock';

const widths: Array<[number, string]> = [[4, 'A third wide'], [6, 'Half wide'], [12, 'As wide as it goes']];
const usual = 6;

/** Where blocks have a place of their own they stand in its order. */
const placed = (artifact: Artifact): ArtifactBlock[] => blocksOf(artifact).sort((a, b) => (a.y ?? 0) - (b.y ?? 0) || (a.x ?? 0) - (b.x ?? 0));

/** Queries in a grid of twelve columns, each run as whoever looks. */
export function DashboardEditor({ live, artifact }: EditorProps) {
  const [runs, setRuns] = useState(0);
  const blocks = placed(artifact);
  const requests = blocks.filter((block) => block.type === 'request');
  const ask = (block?: ArtifactBlock): void => void (overlay.value = { kind: 'own', view: () => <RequestDialog live={live} block={block} /> });
  return (
    <div class="dashboard-editor">
      {requests.length > 1 && <p class="list-tools"><button type="button" class="button small primary tools-end" onClick={() => setRuns(runs + 1)}><Icon name="play" />Run all as me</button></p>}
      {blocks.length === 0 && <p class="hint">No query in it yet. Each one runs as whoever looks at it, so everybody sees their own rows.</p>}
      <div class="dashboard">
        {blocks.map((block) => <Tile key={block.id} live={live} artifact={artifact} block={block} runs={runs} onEdit={() => ask(block)} />)}
      </div>
      <div class="add-block" role="group" aria-label="Add to the dashboard">
        <button type="button" class="quiet" onClick={() => ask()}><Icon name="plus" />Query</button>
        <button type="button" class="quiet" onClick={() => addBlock(live, { type: 'markdown', w: 12 })}><Icon name="plus" />Text</button>
      </div>
    </div>
  );
}

interface TileProps extends EditorProps {
  block: ArtifactBlock;
  runs: number;
  onEdit: () => void;
}

function Tile({ live, artifact, block, runs, onEdit }: TileProps) {
  const name = block.title || (block.type === 'markdown' ? 'this text' : 'this query');
  const acts = (): Act[] => [
    ...(block.type === 'request' ? [{ name: 'Edit the query…', icon: 'pencil' as const, act: onEdit }] : []),
    ...(block.locked ? [] : widths).filter(([w]) => w !== (block.w ?? usual)).map(([w, words]) => ({ name: words, act: () => live.do({ op: 'block', block: { ...definitionOf(block), x: 0, w }, order: block.order ?? 'a0' }) })),
    ...blockMoves({ live, artifact }, block),
  ];
  return (
    <section class="tile" data-block={block.id} aria-label={name} style={{ '--w': String(block.w ?? usual) }} onFocusIn={() => live.lookAt({ block: block.id })}>
      {block.locked ? <p class="cell-locked"><Icon name="lock" />This rests on something that you may not see.</p>
        : block.type === 'request' ? <RequestBlock live={live} artifact={artifact} block={block} runs={runs} />
        : block.type === 'markdown' ? <TextBlock live={live} block={block} text={artifact.texts?.[block.id]?.text ?? ''} fresh={false} />
        : <NotShown block={block} />}
      <span class="block-acts"><Here live={live} block={block.id} /><PopMenu label={`More for ${name}`} of={name} acts={acts} /></span>
    </section>
  );
}

const marks = [['', 'Table'], ['bar', 'Bars'], ['line', 'Line']] as const;
const markOf = (chart: ChartSpec | undefined): string => (typeof chart?.mark === 'string' ? chart.mark : chart?.mark?.type) ?? '';

/** A query in words of its source, for everybody to run as themselves. */
function RequestDialog({ live, block }: { live: LiveArtifact; block?: ArtifactBlock | undefined }) {
  const [sources, setSources] = useState<string[] | null>(null);
  const [title, setTitle] = useState(block?.title ?? '');
  const [source, setSource] = useState(block?.source ?? '');
  const [sql, setSql] = useState(block?.sql ?? '');
  const [mark, setMark] = useState(markOf(block?.chart));
  if (sources === null) {
    setSources([]);
    get<Access>('/api/me/access').then((access) => {
      const names = access.sources.filter((one) => one.available).map((one) => one.name);
      setSources(names);
      setSource((before) => before || (names[0] ?? ''));
    }, noticeFailure);
  }
  const submit = (event: Event): void => {
    event.preventDefault();
    const request = { type: 'request' as const, title: title.trim(), source, sql: sql.trim() };
    const chart = mark ? { chart: { ...block?.chart, mark } } : {};
    if (block) {
      const { chart: _, ...rest } = definitionOf(block);
      live.do({ op: 'block', block: { ...rest, ...request, ...chart }, order: block.order ?? 'a0' });
    } else addBlock(live, { ...request, ...chart, w: usual });
    closeOverlay();
  };
  return (
    <Dialog title={block ? 'Edit the query' : 'New query'}>
      <form onSubmit={submit}>
        <label class="field-label" for="request-title">Title</label>
        <input id="request-title" class="input" data-first required maxLength={100} autoComplete="off" value={title} onInput={(event) => setTitle(event.currentTarget.value)} />
        <label class="field-label" for="request-source">Source</label>
        <select id="request-source" class="input" required value={source} onChange={(event) => setSource(event.currentTarget.value)}>{[...new Set([source, ...(sources ?? [])])].filter(Boolean).map((one) => <option key={one} value={one}>{one}</option>)}</select>
        <label class="field-label" for="request-sql">SQL <span class="optional">one SELECT</span></label>
        <textarea id="request-sql" class="input code-field" required rows={6} maxLength={8_000} spellcheck={false} value={sql} onInput={(event) => setSql(event.currentTarget.value)} />
        <label class="field-label" for="request-mark">Shown as</label>
        <select id="request-mark" class="input" value={mark} onChange={(event) => setMark(event.currentTarget.value)}>{marks.map(([id, words]) => <option key={id} value={id}>{words}</option>)}</select>
        <p class="hint">It runs as whoever looks at it. Others are asked once before it runs as them.</p>
        <div class="dialog-foot"><button type="button" class="button" onClick={closeOverlay}>Cancel</button><button type="submit" class="button primary">Save</button></div>
      </form>
    </Dialog>
  );
}
