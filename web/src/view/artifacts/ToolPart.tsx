import { useId, useState } from 'preact/hooks';
import { blocksOf } from '../../artifacts/fold';
import type { Runs } from '../../artifacts/runs';
import type { ArtifactBlock } from '../../artifacts/shapes';
import { itemRows, requestOf, statOfItems, withNames } from '../../artifacts/toolRows';
import { show } from '../../text/cells';
import { arranged } from '../../text/columns';
import { t } from '../../words/say';
import { Icon } from '../Icon';
import { ResultTable } from '../ResultTable';
import type { EditorProps } from './ArtifactView';
import { peopleFor } from './people';
import { BeforeRows, drawingOf, RanAs } from './RequestBlock';
import { FormPart } from './ToolForm';
import { ItemsPart } from './ToolItems';
import './tool.css';

export interface PartProps extends EditorProps {
  block: ArtifactBlock;
  runs: Runs;
}

/** A part of a small tool, rendered only from its definition. No author code runs. */
export function ToolPart(props: PartProps) {
  const { block } = props;
  if (block.locked) return <p class="cell-locked"><Icon name="lock" />{t('This rests on something that you may not see.')}</p>;
  switch (block.type) {
    case 'text':
      return <p class="tool-text">{block.text}</p>;
    case 'heading':
      return <h2 class="tool-heading">{block.text}</h2>;
    case 'form':
      return <FormPart {...props} />;
    case 'list':
      return <ItemsPart {...props} />;
    case 'table':
      return block.request ? <RequestedTable {...props} /> : <ItemsPart {...props} />;
    case 'chart':
      return <ChartPart {...props} />;
    case 'stat':
      return <StatPart {...props} />;
    case 'tabs':
      return <TabsPart {...props} />;
    default:
      return (
        <p class="hint">
          {block.title ?? block.text ?? t('A part')}{' '}
          <span class="faint">{t('({kind}) cannot be shown by this page. Reload it to get its newest version.', { kind: block.type })}</span>
        </p>
      );
  }
}

/** Returns the rows of a part's query, once this viewer has run it. */
function useRows({ artifact, block, runs }: PartProps) {
  const request = requestOf(artifact, block);
  const state = request && !request.locked ? runs.of(request).value : null;
  const done = state?.kind === 'done' && state.result.visibility === 'open' ? { result: state.result, at: state.at } : null;
  return { request, state, done };
}

function Before({ runs, request, state }: { runs: Runs } & Pick<ReturnType<typeof useRows>, 'request' | 'state'>) {
  if (!request) return <p class="hint">{t('The query that this part shows was deleted.')}</p>;
  if (!state) return <p class="cell-locked"><Icon name="lock" />{t('Its query rests on something that you may not see.')}</p>;
  return <BeforeRows runs={runs} block={request} state={state} />;
}

function RequestedTable(props: PartProps) {
  const { request, state, done } = useRows(props);
  const name = props.block.title || request?.title || t('Table');
  if (!done) return <Before runs={props.runs} request={request} state={state} />;
  const [columns, rows] = [done.result.columns ?? [], done.result.rows ?? []];
  return <><ResultTable columns={columns} rows={rows} name={name} places={arranged(columns, name)} /><p class="request-foot"><RanAs {...done} /></p></>;
}

function ChartPart(props: PartProps) {
  const { artifact, block, runs } = props;
  const { request, state, done } = useRows(props);
  const name = block.title || block.chart?.title || t('Chart');
  if (block.request && !done) return <Before runs={runs} request={request} state={state} />;
  const { columns, rows } = done ? { columns: done.result.columns ?? [], rows: done.result.rows ?? [] } : itemRows(artifact, peopleFor(artifact));
  if (rows.length === 0) return <p class="no-rows">{done ? t('No rows that you may see match.') : t('Nothing to draw yet: there are no items.')}</p>;
  const drawn = block.chart ? drawingOf(withNames(block, artifact) ?? {}, columns, rows, name, block.id) : null;
  return <>{drawn ?? <p class="hint">{t('The chart names columns that are not there.')}</p>}{done && <p class="request-foot"><RanAs {...done} /></p>}</>;
}

function StatPart(props: PartProps) {
  const { artifact, block, runs } = props;
  const { request, state, done } = useRows(props);
  if (block.request && !done) return <Before runs={runs} request={request} state={state} />;
  if (!done) {
    const stat = statOfItems(artifact, block.column);
    if (!stat) return <p class="cell-locked"><Icon name="lock" />{t('Part of this rests on something that you may not see.')}</p>;
    return <Figure name={block.title || stat.field?.name || t('Items')} value={show(stat.value, { name: '', kind: 'number' })} unit={stat.field?.currency} />;
  }
  const [columns, first] = [done.result.columns ?? [], done.result.rows?.[0]];
  const at = block.column ? columns.findIndex((one) => one.name === block.column) : 0;
  if (!first) return <Figure name={block.title || t('Nothing')} value="–" />;
  if (!columns[at]) return <p class="hint">{t('The query has no column “{name}”.', { name: String(block.column) })}</p>;
  return <><Figure name={block.title || columns[at].name} value={show(first[at], columns[at])} /><p class="request-foot"><RanAs {...done} /></p></>;
}

function Figure({ name, value, unit }: { name: string; value: string; unit?: string | undefined }) {
  return <dl class="tool-stat"><dt>{name}</dt><dd>{value}{unit && <span class="unit"> {unit}</span>}</dd></dl>;
}

/** Tabs of which one part is displayed. Arrow keys choose. */
function TabsPart(props: PartProps) {
  const id = useId();
  const { artifact, block } = props;
  const tabs = block.tabs ?? [];
  const [chosen, setChosen] = useState(0);
  const at = Math.min(chosen, tabs.length - 1);
  const inside = blocksOf(artifact)
    .filter((one) => tabs[at]?.blocks.includes(one.id))
    .sort((a, b) => tabs[at]!.blocks.indexOf(a.id) - tabs[at]!.blocks.indexOf(b.id));
  const pressed = (event: KeyboardEvent): void => {
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: tabs.length - 1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    const next = (to + tabs.length) % tabs.length;
    setChosen(next);
    (event.currentTarget as HTMLElement).querySelectorAll<HTMLElement>('[role=tab]')[next]?.focus();
  };
  if (!tabs.length) return null;
  return (
    <div class="tool-tabs">
      <div role="tablist" class="tabs" aria-label={block.title || t('Parts')} onKeyDown={pressed}>
        {tabs.map((tab, index) => (
          <button
            key={index}
            type="button"
            role="tab"
            id={`${id}-${index}`}
            class="tool-tab"
            aria-selected={index === at}
            aria-controls={`${id}-panel`}
            tabIndex={index === at ? 0 : -1}
            onClick={() => setChosen(index)}
          >
            {tab.title}
          </button>
        ))}
      </div>
      <div role="tabpanel" id={`${id}-panel`} aria-labelledby={`${id}-${at}`} tabIndex={0}>
        {inside.map((one) => (
          <div key={one.id} class="tool-part">
            {one.title && one.type !== 'stat' && <h3 class="tool-name">{one.title}</h3>}
            <ToolPart {...props} block={one} />
          </div>
        ))}
        {inside.length === 0 && <p class="hint">{t('Nothing in this tab yet.')}</p>}
      </div>
    </div>
  );
}
