import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import type { Block, Cell, Column } from '../api/shapes';
import { notice } from '../state/notices';
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
  /** What is said under the rows. */
  foot?: ComponentChildren;
}

export function TableBlock({ block, columns, rows, foot }: Props) {
  const chart = chartOf(columns, rows);
  const [asChart, setAsChart] = useState(block.kind === 'chart' && chart !== null);
  const [shownSql, setShownSql] = useState(false);
  const name = block.title ?? heading(columns.map((column) => column.name).slice(0, 4).join(', '));
  const copy = (): void => {
    navigator.clipboard.writeText(tsvOf(columns, rows)).then(() => notice('Copied.'), () => notice('The browser did not allow copying.'));
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
          <button type="button" class="quiet icon-only" aria-label="Download as CSV" title="Download as CSV" onClick={() => download(`${block.id}.csv`, csvOf(columns, rows))}><Icon name="download" /></button>
        </span>
      </figcaption>
      {shownSql && <pre class="request" tabIndex={0}><code>{block.request}</code></pre>}
      {asChart && chart ? <ResultChart chart={chart} name={name} /> : <ResultTable columns={columns} rows={rows} name={name} />}
      {foot}
    </figure>
  );
}
