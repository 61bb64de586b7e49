import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { post, sentence } from '../api/http';
import type { Block, Cell, Column, OpenedBlock } from '../api/shapes';
import { notice } from '../state/notices';
import { myself } from '../state/session';
import { heading } from '../text/cells';
import { csvOf, download, tsvOf } from '../text/csv';
import { chartOf } from '../text/series';
import { Icon } from './Icon';
import { ResultChart } from './ResultChart';
import { ResultTable } from './ResultTable';

interface Props {
  block: Block;
  columns: Column[];
  rows: Cell[][];
  /** Whether the rows are exactly those that were asked for as me a moment ago, or that somebody shared as they are. */
  asShown?: boolean;
  /** What is said under the rows. */
  foot?: ComponentChildren;
}

export function TableBlock({ block, columns, rows, asShown, foot }: Props) {
  const chart = chartOf(columns, rows);
  const [asChart, setAsChart] = useState(block.kind === 'chart' && chart !== null);
  const [shownSql, setShownSql] = useState(false);
  const [busy, setBusy] = useState(false);
  const name = block.title ?? heading(columns.map((column) => column.name).slice(0, 4).join(', '));
  const copy = (): void => {
    navigator.clipboard.writeText(tsvOf(columns, rows)).then(() => notice('Copied.'), () => notice('The browser did not allow copying.'));
  };
  // A file outlives the page: what goes into it is asked for again, as what I may see now.
  const save = async (): Promise<void> => {
    if (asShown || !block.request) return download(`${block.id}.csv`, csvOf(columns, rows));
    setBusy(true);
    try {
      const now = await post<OpenedBlock>(`/api/blocks/${block.id}/open`);
      download(`${block.id}.csv`, csvOf(now.columns, now.rows));
      notice(`Asked again as ${myself()?.name}: ${now.rows.length.toLocaleString()} rows.`);
    } catch (failure) {
      notice(sentence(failure));
    } finally {
      setBusy(false);
    }
  };
  const size = `${rows.length.toLocaleString()} ${rows.length === 1 ? 'row' : 'rows'}`;
  return (
    <figure class="result">
      <figcaption class="result-head">
        <span class="result-name">{block.title ?? block.source}<span class="faint"> {size}</span></span>
        {block.truncated && <span class="cut" title="The source had more rows than one answer may hold.">cut off at the limit</span>}
        <span class="result-tools">
          {chart && (
            <button type="button" class="quiet" aria-pressed={asChart} onClick={() => setAsChart(!asChart)}>
              <Icon name={asChart ? 'table' : 'chart'} />{asChart ? 'Table' : 'Chart'}
            </button>
          )}
          {block.request && <button type="button" class="quiet" aria-expanded={shownSql} onClick={() => setShownSql(!shownSql)}>Query</button>}
          <button type="button" class="quiet icon-only" aria-label="Copy the table" title="Copy" onClick={copy}><Icon name="copy" /></button>
          <button type="button" class="quiet icon-only" aria-label="Download as CSV" title="Download as CSV, as what you may see now" disabled={busy} onClick={() => void save()}><Icon name="download" /></button>
        </span>
      </figcaption>
      {shownSql && <pre class="request" tabIndex={0}><code>{block.request}</code></pre>}
      {asChart && chart ? <ResultChart chart={chart} columns={columns} rows={rows} name={name} id={block.id} /> : <ResultTable columns={columns} rows={rows} name={name} />}
      {foot}
    </figure>
  );
}
