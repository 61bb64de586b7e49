import { useState } from 'preact/hooks';
import type { Cell, Column } from '../../api/shapes';
import type { ConsentNeeded, RunResult } from '../../artifacts/api';
import { plotOf } from '../../artifacts/plot';
import type { Runs, RunState } from '../../artifacts/runs';
import type { ArtifactBlock, ChartSpec } from '../../artifacts/shapes';
import { noticeCopied } from '../../state/copy';
import { isMe, myself } from '../../state/session';
import { count } from '../../text/cells';
import { arranged } from '../../text/columns';
import { copyTable } from '../../text/csv';
import { chartOf } from '../../text/series';
import { clockTime, wholeTime } from '../../text/time';
import { plural, t } from '../../words/say';
import { useHue } from '../Avatar';
import { Icon } from '../Icon';
import { ResultChart } from '../ResultChart';
import { ResultTable } from '../ResultTable';
import { PlotChart } from './PlotChart';

interface Props {
  runs: Runs;
  block: ArtifactBlock;
}

/** A query that runs with the viewer's access on request. Nobody sees the rows of others. */
export function RequestBlock({ runs, block }: Props) {
  const state = runs.of(block).value;
  const name = block.title || t('Query');
  const hue = useHue(myself()?.subject ?? '');
  const run = (): void => void runs.run(block);
  return (
    <figure class="result request-block" style={{ '--hue': String(hue) }} aria-busy={state.kind === 'busy'}>
      <figcaption class="result-head"><span class="result-name">{name}</span></figcaption>
      <div class="request-shown">
        {state.kind === 'done' && state.result.visibility === 'open' ? (
          <Rows block={block} result={state.result} at={state.at} name={name} onRun={run} />
        ) : (
          <BeforeRows runs={runs} block={block} state={state} />
        )}
      </div>
    </figure>
  );
}

/** The states of a query without rows: not run, running, consent needed, locked or failed. */
export function BeforeRows({ runs, block, state }: Props & { state: RunState }) {
  const run = (): void => void runs.run(block);
  switch (state.kind) {
    case 'idle': return <Idle block={block} onRun={run} />;
    case 'busy': return <div class="ghosts" aria-hidden="true"><i /><i /><i /></div>;
    case 'failed': return <p class="field-problem" role="alert">{state.why} <button type="button" class="linklike" onClick={run}>{t('Try again')}</button></p>;
    case 'asks': return <Consent consent={state.consent} onYes={() => void runs.agree(block, state.consent)} onNo={() => runs.decline(block)} />;
    case 'done': return <Locked onRetry={run} />;
  }
}

function Idle({ block, onRun }: { block: ArtifactBlock; onRun: () => void }) {
  const source = block.source ?? t('a source');
  return (
    <div class="request-idle">
      <p class="hint">
        {block.definedBy && !isMe(block.definedBy.subject)
          ? t('{name} wrote this query. It asks {source} with your own access.', { name: block.definedBy.name, source })
          : t('Asks {source} with your own access.', { source })}
      </p>
      <button type="button" class="button small" onClick={onRun}><Icon name="play" />{t('Run as me')}</button>
      <details><summary>{t('Query')}</summary><pre class="request" tabIndex={0}><code>{block.sql}</code></pre></details>
    </div>
  );
}

/** The consent to one exact query text. A changed text needs a new consent. */
function Consent({ consent, onYes, onNo }: { consent: ConsentNeeded; onYes: () => void; onNo: () => void }) {
  return (
    <section class="consent-card" aria-label={t('Run as me?')}>
      <p>
        <b>{t('Run this as you?')}</b>{' '}
        {t('{name} wrote it. It reads {source} with your access; only you see the rows. You are asked again if its text changes.', {
          name: consent.writtenBy.name,
          source: consent.source,
        })}
      </p>
      <pre class="request" tabIndex={0}>
        <code>{consent.sql}</code>
      </pre>
      <p class="proposal-acts">
        <button type="button" class="button small primary" onClick={onYes}>
          {t('Run as me')}
        </button>
        <button type="button" class="button small" onClick={onNo}>
          {t('Not now')}
        </button>
      </p>
    </section>
  );
}

function Locked({ onRetry }: { onRetry: () => void }) {
  return (
    <div class="request-locked" role="group" aria-label={t('Locked')}>
      <Icon name="lock" />
      <p>{t('You may not see this.')}</p>
      <button type="button" class="linklike" onClick={onRetry}>
        {t('Try again')}
      </button>
    </div>
  );
}

interface RowsProps {
  block: ArtifactBlock;
  result: Extract<RunResult, { visibility: 'open' }>;
  at: string;
  name: string;
  onRun: () => void;
}

function Rows({ block, result, at, name, onRun }: RowsProps) {
  const [columns, rows] = [result.columns ?? [], result.rows ?? []];
  const drawn = block.chart ? drawingOf(block.chart, columns, rows, name, block.id) : null;
  const [asTable, setAsTable] = useState(false);
  return (
    <>
      {drawn && !asTable ? drawn : <ResultTable columns={columns} rows={rows} name={name} places={arranged(columns, name)} />}
      {block.chart && !drawn && rows.length > 0 && (
        <p class="hint drawn-not">{t('These rows have no columns that the chart asks for, so they are shown as a table. Edit the query to choose others.')}</p>
      )}
      <p class="request-foot">
        <RanAs result={result} at={at} />
        {drawn && (
          <button type="button" class="quiet" aria-pressed={asTable} onClick={() => setAsTable(!asTable)}>
            <Icon name={asTable ? 'chart' : 'table'} />
            {asTable ? t('Chart') : t('Table')}
          </button>
        )}
        <button
          type="button"
          class="quiet icon-only"
          aria-label={t('Copy {name}', { name })}
          title={t('Copy')}
          onClick={() => noticeCopied(copyTable(columns, rows))}
        >
          <Icon name="copy" />
        </button>
        <button type="button" class="quiet icon-only" aria-label={t('Run {name} again', { name })} title={t('Run again')} onClick={onRun}>
          <Icon name="retry" />
        </button>
      </p>
    </>
  );
}

/** The access, time and number of rows of a result. */
export function RanAs({ result, at }: Pick<RowsProps, 'result' | 'at'>) {
  const [who, rows] = [t('ran as {name}', { name: String(myself()?.name) }), result.rows?.length ?? 0];
  return (
    <span>
      {result.auditId ? (
        <a class="tool" href={`/audit?row=${encodeURIComponent(result.auditId)}`} title={t('Open the audit record')}>
          {who}
        </a>
      ) : (
        who
      )}
      ,{' '}
      <time dateTime={at} title={wholeTime(at)}>
        {clockTime(at)}
      </time>
      , {plural('{n} row', '{n} rows', rows, { n: count(rows) })}
      {result.truncated ? `, ${t('cut off at the limit')}` : ''}
    </span>
  );
}

/** Returns the chart of a definition. Without named columns, a chart that fits the rows. */
export function drawingOf(spec: ChartSpec, columns: Column[], rows: Cell[][], name: string, id: string): preact.JSX.Element | null {
  const plot = plotOf(spec, columns, rows);
  if (plot) return <PlotChart plot={plot} name={name} />;
  if (spec.encoding && Object.keys(spec.encoding).length) return null;
  const able = chartOf(columns, rows);
  const mark = typeof spec.mark === 'string' ? spec.mark : spec.mark?.type;
  const wanted = mark === 'bar' ? 'bars' : 'line';
  return (
    able && <ResultChart chart={{ ...able, kinds: able.kinds.includes(wanted) ? [wanted] : able.kinds }} columns={columns} rows={rows} name={name} id={id} />
  );
}
