import { useEffect, useRef, useState } from 'preact/hooks';
import { sentence } from '../../api/http';
import type { Cell, Column } from '../../api/shapes';
import { consentNeeded, consentTo, readArtifact, runBlock, type ConsentNeeded, type RunResult } from '../../artifacts/api';
import type { LiveArtifact } from '../../artifacts/live';
import type { Artifact, ArtifactBlock, ChartSpec } from '../../artifacts/shapes';
import { announce } from '../../state/announcer';
import { noticeCopied } from '../../state/copy';
import { isMe, myself } from '../../state/session';
import { count } from '../../text/cells';
import { arranged } from '../../text/columns';
import { copyTable } from '../../text/csv';
import { chartOf, type Chart } from '../../text/series';
import { clockTime, wholeTime } from '../../text/time';
import { useHue } from '../Avatar';
import { Icon } from '../Icon';
import { ResultChart } from '../ResultChart';
import { ResultTable } from '../ResultTable';

interface Props {
  live: LiveArtifact;
  artifact: Artifact;
  block: ArtifactBlock;
  /** Grows when all blocks are to run. */
  runs?: number;
}

type State = { kind: 'idle' } | { kind: 'busy' } | { kind: 'asks'; consent: ConsentNeeded } | { kind: 'done'; result: RunResult; at: string } | { kind: 'failed'; why: string };

/** A query that was written a moment ago has its hash on the server only. */
async function hashOf(artifact: string, block: ArtifactBlock): Promise<string> {
  return block.definitionHash ?? (await readArtifact(artifact)).definition.blocks?.find((one) => one.id === block.id)?.definitionHash ?? '';
}

/** A query that runs as whoever looks, when they say so; nobody sees anybody else's rows. */
export function RequestBlock({ live, artifact, block, runs = 0 }: Props) {
  const [state, setState] = useState<State>({ kind: 'idle' });
  const name = block.title || 'Query';
  const hue = useHue(myself()?.subject ?? '');
  const turn = useRef(0);
  const firstRuns = useRef(runs);
  const run = async (): Promise<void> => {
    const mine = ++turn.current;
    setState({ kind: 'busy' });
    try {
      if (!(await live.settled())) return setState({ kind: 'failed', why: 'It is not saved yet. Try again once you are connected.' });
      const result = await runBlock(artifact.id, block.id, await hashOf(artifact.id, block));
      if (mine !== turn.current) return;
      setState({ kind: 'done', result, at: new Date().toISOString() });
      announce(result.visibility === 'locked' ? `${name} is locked for you.` : `${name} ran as ${myself()?.name}.`);
    } catch (failure) {
      if (mine !== turn.current) return;
      const consent = consentNeeded(failure);
      setState(consent ? { kind: 'asks', consent } : { kind: 'failed', why: sentence(failure) });
    }
  };
  useEffect(() => {
    if (runs > firstRuns.current) void run();
  }, [runs]);
  // Another query is another question: old rows are no answer to it.
  useEffect(() => {
    turn.current++;
    setState({ kind: 'idle' });
  }, [block.sql, block.source]);
  const agree = async (consent: ConsentNeeded): Promise<void> => {
    try {
      await consentTo(artifact.id, block.id, consent.definitionHash);
      await run();
    } catch (failure) {
      setState({ kind: 'failed', why: sentence(failure) });
    }
  };
  return (
    <figure class="result request-block" style={{ '--hue': String(hue) }} aria-busy={state.kind === 'busy'}>
      <figcaption class="result-head"><span class="result-name">{name}</span></figcaption>
      <div class="request-shown">
        {state.kind === 'idle' && <Idle block={block} onRun={() => void run()} />}
        {state.kind === 'busy' && <div class="ghosts" aria-hidden="true"><i /><i /><i /></div>}
        {state.kind === 'failed' && <p class="field-problem" role="alert">{state.why} <button type="button" class="linklike" onClick={() => void run()}>Try again</button></p>}
        {state.kind === 'asks' && <Consent consent={state.consent} onYes={() => void agree(state.consent)} onNo={() => setState({ kind: 'idle' })} />}
        {state.kind === 'done' && (state.result.visibility === 'locked' ? <Locked onRetry={() => void run()} /> : <Rows block={block} result={state.result} at={state.at} name={name} onRun={() => void run()} />)}
      </div>
    </figure>
  );
}

function Idle({ block, onRun }: { block: ArtifactBlock; onRun: () => void }) {
  return (
    <div class="request-idle">
      <p class="hint">{block.definedBy && !isMe(block.definedBy.subject) ? `${block.definedBy.name} wrote this query. It asks` : 'Asks'} {block.source ?? 'a source'} with your own access.</p>
      <button type="button" class="button small" onClick={onRun}><Icon name="play" />Run as me</button>
      <details><summary>Query</summary><pre class="request" tabIndex={0}><code>{block.sql}</code></pre></details>
    </div>
  );
}

/** One yes for one exact text: another text asks again. */
function Consent({ consent, onYes, onNo }: { consent: ConsentNeeded; onYes: () => void; onNo: () => void }) {
  return (
    <section class="consent-card" aria-label="Run as me?">
      <p><b>Run this as you?</b> {consent.writtenBy.name} wrote it. It reads {consent.source} with your access; only you see the rows. You are asked again if its text changes.</p>
      <pre class="request" tabIndex={0}><code>{consent.sql}</code></pre>
      <p class="proposal-acts"><button type="button" class="button small primary" onClick={onYes}>Run as me</button><button type="button" class="button small" onClick={onNo}>Not now</button></p>
    </section>
  );
}

function Locked({ onRetry }: { onRetry: () => void }) {
  return <div class="request-locked" role="group" aria-label="Locked"><Icon name="lock" /><p>You may not see this.</p><button type="button" class="linklike" onClick={onRetry}>Try again</button></div>;
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
  const chart = (block.chart && chartFor(block.chart, columns, rows)) ?? null;
  const [asTable, setAsTable] = useState(false);
  return (
    <>
      {chart && !asTable ? <ResultChart chart={chart} columns={columns} rows={rows} name={name} id={block.id} /> : <ResultTable columns={columns} rows={rows} name={name} places={arranged(columns, name)} />}
      <p class="request-foot">
        <span>{result.auditId ? <a class="tool" href={`/audit?row=${encodeURIComponent(result.auditId)}`} title="Open the audit record">ran as {myself()?.name}</a> : `ran as ${myself()?.name}`}, <time dateTime={at} title={wholeTime(at)}>{clockTime(at)}</time>, {count(rows.length)} {rows.length === 1 ? 'row' : 'rows'}{result.truncated ? ', cut off at the limit' : ''}</span>
        {chart && <button type="button" class="quiet" aria-pressed={asTable} onClick={() => setAsTable(!asTable)}><Icon name={asTable ? 'chart' : 'table'} />{asTable ? 'Chart' : 'Table'}</button>}
        <button type="button" class="quiet icon-only" aria-label={`Copy ${name}`} title="Copy" onClick={() => noticeCopied(copyTable(columns, rows))}><Icon name="copy" /></button>
        <button type="button" class="quiet icon-only" aria-label={`Run ${name} again`} title="Run again" onClick={onRun}><Icon name="retry" /></button>
      </p>
    </>
  );
}

/** A chart as its definition says, as far as our own drawing can; else what the rows allow. */
function chartFor(spec: ChartSpec, columns: Column[], rows: Cell[][]): Chart | null {
  const able = chartOf(columns, rows);
  if (!able) return null;
  const mark = typeof spec.mark === 'string' ? spec.mark : spec.mark?.type;
  const along = [spec.encoding?.['x']?.field, spec.encoding?.['y']?.field].map((field) => columns.findIndex((column) => column.name === field));
  const measures = able.measures.filter((one) => along.includes(one.column));
  const label = along.find((at) => at >= 0 && !able.measures.some((one) => one.column === at)) ?? able.label;
  const wanted = mark === 'bar' ? 'bars' : 'line';
  return { label, measures: measures.length ? measures : able.measures, kinds: able.kinds.includes(wanted) ? [wanted] : able.kinds };
}
