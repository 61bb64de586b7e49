import { useRef } from 'preact/hooks';
import { definitionOf } from '../../artifacts/fold';
import { heightOf, leastHeight, usualWidth } from '../../artifacts/grid';
import type { Runs } from '../../artifacts/runs';
import type { ArtifactBlock } from '../../artifacts/shapes';
import { announce } from '../../state/announcer';
import { overlay } from '../../state/overlay';
import { t, type Text } from '../../words/say';
import { Icon } from '../Icon';
import { lazily } from '../lazily';
import { PopMenu, type Act } from '../PopMenu';
import type { EditorProps } from './ArtifactView';
import { addBlock, blockMoves, moveBlockBy, placed } from './blockActs';
import { Here } from './Here';
import { Parameters, useRuns } from './Parameters';
import { ParametersDialog } from './ParametersDialog';
import { RequestBlock } from './RequestBlock';
import { TextBlock } from './TextBlock';
import { ToolPart } from './ToolPart';

const RequestDialog = lazily(() => import('./RequestDialog').then((part) => part.RequestDialog), true);

const widths: Array<[number, Text]> = [[4, 'A third wide'], [6, 'Half wide'], [8, 'Two thirds wide'], [12, 'As wide as it goes']];
const [columns, mostHeight] = [12, 12];

/** Queries in a grid of twelve columns, each run with the viewer's access. */
export function DashboardEditor({ live, artifact }: EditorProps) {
  const runs = useRuns(live);
  const blocks = placed(artifact);
  // A chart and a table hold one block.
  const isOne = artifact.kind !== 'dashboard';
  const requests = blocks.filter((block) => block.type === 'request' && !block.locked);
  const ask = (block?: ArtifactBlock): void => void (overlay.value = { kind: 'own', view: () => <RequestDialog live={live} block={block} /> });
  const parameters = (): void => void (overlay.value = { kind: 'own', view: () => <ParametersDialog live={live} /> });
  return (
    <div class="dashboard-editor">
      <div class="list-tools">
        <Parameters artifact={artifact} runs={runs} />
        {requests.length > 1 && (
          <button type="button" class="button small primary tools-end" onClick={() => requests.forEach((block) => void runs.run(block))}>
            <Icon name="play" />
            {t('Run all as me')}
          </button>
        )}
      </div>
      {blocks.length === 0 && <p class="hint">{t('No query in it yet. Each one runs as whoever looks at it, so everybody sees their own rows.')}</p>}
      <div class="dashboard">
        {blocks.map((block) => <Tile key={block.id} live={live} artifact={artifact} block={block} runs={runs} all={blocks} onEdit={() => ask(block)} />)}
      </div>
      <div class="add-block" role="group" aria-label={t('Add to the dashboard')}>
        {(!isOne || blocks.length === 0) && <button type="button" class="quiet" onClick={() => ask()}><Icon name="plus" />{t('Query')}</button>}
        {!isOne && (
          <button type="button" class="quiet" onClick={() => addBlock(live, { type: 'markdown', w: 12 })}><Icon name="plus" />{t('Text')}</button>
        )}
        <button type="button" class="quiet" onClick={parameters}><Icon name="settings" />{t('Parameters')}</button>
      </div>
    </div>
  );
}

interface TileProps extends EditorProps {
  block: ArtifactBlock;
  runs: Runs;
  all: ArtifactBlock[];
  onEdit: () => void;
}

/** A block on the grid. It is moved and resized by its menu, or with Alt and arrow keys (plus Shift to resize). */
function Tile({ live, artifact, block, runs, all, onEdit }: TileProps) {
  const box = useRef<HTMLElement>(null);
  const name = block.title || (block.type === 'markdown' ? t('this text') : t('this block'));
  const [w, h] = [block.w ?? usualWidth, heightOf(block)];
  const size = (wide: number, high: number): void => {
    const next = { w: Math.max(2, Math.min(columns, wide)), h: Math.max(leastHeight, Math.min(mostHeight, high)) };
    if (block.locked || (next.w === w && next.h === h)) return;
    live.do({ op: 'block', block: { ...definitionOf(block), ...next, x: Math.min(block.x ?? 0, columns - next.w) }, order: block.order ?? 'a0' });
    announce(t('{wide} of {columns} columns wide, {high} rows high.', { wide: next.w, columns, high: next.h }));
  };
  const acts = (): Act[] => [
    ...(block.type === 'request' && !block.locked ? [{ name: t('Edit the query…'), icon: 'pencil' as const, act: onEdit }] : []),
    ...(block.locked ? [] : widths).filter(([wide]) => wide !== w).map(([wide, words]) => ({ name: t(words), act: () => size(wide, h) })),
    ...(block.locked || block.type === 'markdown'
      ? []
      : [
          ...(h < mostHeight ? [{ name: t('Higher'), act: () => size(w, h + 2) }] : []),
          ...(h > leastHeight ? [{ name: t('Lower'), act: () => size(w, h - 2) }] : []),
        ]),
    ...blockMoves({ live, artifact }, block, all),
  ];
  const keys = (event: KeyboardEvent): void => {
    if (!event.altKey || (event.target instanceof Element && event.target.closest('textarea, input, select'))) return;
    const step = { ArrowLeft: -1, ArrowUp: -1, ArrowRight: 1, ArrowDown: 1 }[event.key];
    if (!step) return;
    const isAcross = event.key === 'ArrowLeft' || event.key === 'ArrowRight';
    event.preventDefault();
    if (!event.shiftKey) moveBlockBy({ live, artifact }, block, step, all);
    else if (isAcross) size(w + step, h);
    else size(w, h + step);
  };
  return (
    <section
      ref={box}
      class="tile"
      data-block={block.id}
      aria-label={name}
      style={{ '--w': String(w), '--h': String(h) }}
      onKeyDown={keys}
      onFocusIn={() => live.spots.lookAt({ block: block.id })}
    >
      {block.locked ? <p class="cell-locked"><Icon name="lock" />{t('This rests on something that you may not see.')}</p>
        : block.type === 'request' ? <RequestBlock runs={runs} block={block} />
        : block.type === 'markdown' ? <TextBlock live={live} block={block} text={artifact.texts?.[block.id]?.text ?? ''} fresh={false} />
        : <ToolPart live={live} artifact={artifact} block={block} runs={runs} />}
      <span class="block-acts">
        <Here live={live} block={block.id} />
        <PopMenu label={t('More for {name}', { name })} of={name} title={t('More (Alt and arrows move it, with Shift they size it)')} acts={acts} />
      </span>
    </section>
  );
}
