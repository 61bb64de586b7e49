import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { post } from '../api/http';
import type { Block, Cell, Column, OpenedBlock } from '../api/shapes';
import { noticeCopied } from '../state/copy';
import { notice, noticeFailure } from '../state/notices';
import { overlay } from '../state/overlay';
import { go } from '../state/route';
import { myself } from '../state/session';
import { watchNext } from '../state/watched';
import { captionOf, type About } from '../text/captions';
import { count } from '../text/cells';
import { arranged } from '../text/columns';
import { copyTable, csvOf, download, fileName } from '../text/csv';
import { chartOf } from '../text/series';
import { withArtifactTexts } from '../words/language';
import { plural, t } from '../words/say';
import { ColumnChoice } from './ColumnChoice';
import { Icon } from './Icon';
import { lazily } from './lazily';
import { ResultChart } from './ResultChart';
import { ResultTable } from './ResultTable';
import { useKeyNames } from './useKeyNames';

interface Props {
  block: Block;
  columns: Column[];
  rows: Cell[][];
  /** True if the rows were just queried with my access, or were shared in this form. */
  asShown?: boolean;
  about: About;
  /** The footer below the rows. */
  foot?: ComponentChildren;
}

const mostColumns = 8;

const PinResultDialog = lazily(() => withArtifactTexts(import('./artifacts/pins')).then((part) => part.PinResultDialog), true);

/** The marks of a pinned chart. */
const marks = { bars: 'bar', line: 'line' } as const;

/** The queries that an automation rule or a block can repeat: one query of a data source. */
const isQuery = /^\s*(select|with)\b/i;

export function TableBlock({ block, columns, rows, asShown, about, foot }: Props) {
  const chart = chartOf(columns, rows);
  const [asChart, setAsChart] = useState(block.kind === 'chart' && chart !== null);
  const [shownSql, setShownSql] = useState(false);
  const [busy, setBusy] = useState(false);
  const [hidden, setHidden] = useState<Set<number>>(new Set());
  const name = captionOf(block, about);
  const places = arranged(columns, about.question);
  const keys = useKeyNames(block.id, columns, rows);
  // A file outlives the page, so its rows are queried again with my current access.
  const save = async (): Promise<void> => {
    if (asShown || !block.request) return download(fileName(name), csvOf(columns, rows));
    setBusy(true);
    try {
      const now = await post<OpenedBlock>(`/api/blocks/${block.id}/open`);
      download(fileName(name), csvOf(now.columns, now.rows));
      notice(t('Asked again as {name}: {n} rows.', { name: myself()?.name ?? '', n: count(now.rows.length) }));
    } catch (failure) {
      noticeFailure(failure);
    } finally {
      setBusy(false);
    }
  };
  const watch = (): void => {
    watchNext({ caption: name, question: about.question, source: block.source!, sql: block.request! });
    go('/automations/new');
  };
  const isAsked = block.source && block.request && isQuery.test(block.request);
  const pin = (): void => {
    const pinned = { caption: name, source: block.source!, sql: block.request!, mark: asChart && chart ? marks[chart.kinds[0]!] : undefined };
    overlay.value = { kind: 'own', view: () => <PinResultDialog {...pinned} /> };
  };
  const size = plural('{n} row', '{n} rows', rows.length, { n: count(rows.length) });
  return (
    <figure class="result">
      <figcaption class="result-head">
        <span class="result-name">{name}<span class="faint">, {size}</span></span>
        {block.truncated && <span class="cut" title={t('The source had more rows than one answer may hold.')}>{t('cut off at the limit')}</span>}
        <span class="result-tools">
          {chart && (
            <button type="button" class="quiet" aria-pressed={asChart} onClick={() => setAsChart(!asChart)}>
              <Icon name={asChart ? 'table' : 'chart'} />{asChart ? t('Table') : t('Chart')}
            </button>
          )}
          {keys.toggle && !asChart && (
            <button
              type="button"
              class="quiet"
              aria-pressed={keys.isShown}
              disabled={keys.busy}
              title={t('Look up what the keys stand for, with your own access')}
              onClick={() => void keys.toggle?.()}
            >
              <Icon name="hash" />
              {t('table|Names')}
            </button>
          )}
          {columns.length > mostColumns && !asChart && <ColumnChoice columns={columns} places={places} hidden={hidden} onChange={setHidden} />}
          {isAsked && (
            <>
              <button type="button" class="quiet" title={t('Let an automation tell you when these figures change')} onClick={watch}>
                <Icon name="eye" />
                {t('Watch this')}
              </button>
              <button type="button" class="quiet" title={t('Put this query on a dashboard')} onClick={pin}><Icon name="pin" />{t('Pin')}</button>
            </>
          )}
          {block.request && <button type="button" class="quiet" aria-expanded={shownSql} onClick={() => setShownSql(!shownSql)}>{t('Query')}</button>}
          <button
            type="button"
            class="quiet icon-only"
            aria-label={t('Copy the table')}
            title={t('Copy')}
            onClick={() => noticeCopied(copyTable(columns, rows))}
          >
            <Icon name="copy" />
          </button>
          <button
            type="button"
            class="quiet icon-only"
            aria-label={t('Download as CSV')}
            title={t('Download as CSV, as what you may see now')}
            disabled={busy}
            onClick={() => void save()}
          >
            <Icon name="download" />
          </button>
        </span>
      </figcaption>
      {shownSql && <pre class="request" tabIndex={0}><code>{block.request}</code></pre>}
      {asChart && chart ? (
        <ResultChart chart={chart} columns={columns} rows={rows} name={name} id={block.id} />
      ) : (
        <ResultTable columns={columns} rows={rows} name={name} places={places.filter((at) => !hidden.has(at))} names={keys.names} />
      )}
      {foot}
    </figure>
  );
}
