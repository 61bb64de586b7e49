import { useEffect, useMemo, useState } from 'preact/hooks';
import { get, query, sentence } from '../api/http';
import type { AuditRow, AuditVerdict, Listing } from '../api/shapes';
import { go } from '../state/route';
import { count } from '../text/cells';
import { plural, t } from '../words/say';
import { AuditFilters, filterNames } from './AuditFilters';
import { AuditRecord } from './AuditRecord';
import { Icon } from './Icon';
import { PageHead } from './PageHead';

const termsOf = (search: URLSearchParams): Record<string, string> =>
  Object.fromEntries(filterNames.flatMap((name) => (search.get(name) ? [[name, search.get(name)!]] : [])));

/** Merges the two audit records of an act: the outcome replaces the intent. An intent alone is shown only without an outcome. */
function acts(rows: AuditRow[]): AuditRow[] {
  const ended = new Set(rows.filter((row) => row.phase === 'outcome').map((row) => row.callId));
  return rows.filter((row) => row.phase !== 'intent' || !ended.has(row.callId));
}

const mostSought = 5_000;

export function AuditPage({ search }: { search: URLSearchParams }) {
  const terms = useMemo(() => termsOf(search), [search]);
  const wanted = search.get('row') ?? undefined;
  const answer = search.get('answer');
  const list = answer ? `/api/messages/${encodeURIComponent(answer)}/audit` : '/api/audit';
  const [rows, setRows] = useState<AuditRow[] | null>(null);
  const [next, setNext] = useState<string | undefined>();
  const [problem, setProblem] = useState<string | null>(null);
  const [everything, setEverything] = useState(!!wanted);
  useEffect(() => {
    const stop = new AbortController();
    setProblem(null);
    get<Listing<AuditRow>>(`${list}${query({ ...terms, limit: '200' })}`, stop.signal).then(
      (page) => {
        setRows(page.items);
        setNext(page.continuation);
      },
      (failure: unknown) => {
        if (!stop.signal.aborted) setProblem(sentence(failure));
      },
    );
    return () => stop.abort();
  }, [terms, list]);
  const more = (): void => {
    get<Listing<AuditRow>>(`${list}${query({ ...terms, limit: '200', continuation: next })}`).then(
      (page) => {
        setRows([...(rows ?? []), ...page.items]);
        setNext(page.continuation);
      },
      (failure: unknown) => setProblem(sentence(failure)),
    );
  };
  useEffect(() => {
    // Pages are loaded until the linked record is found, up to a limit.
    if (wanted && rows && next && rows.length < mostSought && !rows.some((row) => row.id === wanted)) more();
  }, [rows]);
  const apply = (chosen: Record<string, string>): void => go(`/audit${query(chosen)}`);
  const shown = rows && (everything ? rows : acts(rows));
  return (
    <div class="page wide" aria-busy={!rows && !problem}>
      <PageHead title={t('Audit')} />
      {answer ? (
        <p class="lead">{t('The acts behind an answer that is open to you.')} <a href="/audit">{t('Your own records')}</a></p>
      ) : (
        <>
          <div class="audit-top">
            <Verdict terms={terms} />
            <span class="exports">
              <a class="button small" href={`/api/audit/export${query({ ...terms, format: 'csv' })}`} download><Icon name="download" />CSV</a>
              <a class="button small" href={`/api/audit/export${query({ ...terms, format: 'jsonl' })}`} download><Icon name="download" />JSON Lines</a>
            </span>
          </div>
          <AuditFilters key={search.toString()} terms={terms} onApply={apply} />
        </>
      )}
      {problem && <p class="banner" role="alert">{problem}</p>}
      {shown && (
        <>
          <p class="audit-count" role="status">
            {shown.length === 0
              ? t('No record matches.')
              : everything
                ? plural('{n} records', '{n} records', shown.length, { n: `${shown.length}${next ? '+' : ''}` })
                : plural('{n} acts', '{n} acts', shown.length, { n: `${shown.length}${next ? '+' : ''}` })}
            <label class="check">
              <input type="checkbox" checked={everything} onChange={(event) => setEverything(event.currentTarget.checked)} />
              {t('Show the record before each act too')}
            </label>
          </p>
          <ol class="audit">{shown.map((row) => <AuditRecord key={row.id} row={row} open={row.id === wanted} />)}</ol>
          {next && <p><button type="button" class="button" onClick={more}>{t('Older records')}</button></p>}
        </>
      )}
      {!rows && !problem && <div class="ghosts" aria-hidden="true"><i /><i /><i /></div>}
    </div>
  );
}

function Verdict({ terms }: { terms: Record<string, string> }) {
  const [verdict, setVerdict] = useState<AuditVerdict | string | null>(null);
  useEffect(() => {
    const { from, to } = terms;
    get<AuditVerdict>(`/api/audit/verify${query({ from, to })}`).then(setVerdict, (failure: unknown) => setVerdict(sentence(failure)));
  }, [terms['from'], terms['to']]);
  if (verdict === null) return <p class="verdict" role="status">{t('Checking the chain…')}</p>;
  if (typeof verdict === 'string') return <p class="verdict" role="status">{t('Not verified: {verdict}', { verdict })}</p>;
  if (!verdict.firstBad && verdict.closed?.length > 0)
    return (
      <p class="verdict" role="status">
        <Icon name="warn" />
        <b>{t('Closed with a gap')}</b> {verdict.closed.map((gap) => `${gap.record}: ${gap.lost.join(', ')}`).join(' · ')}
      </p>
    );
  return verdict.intact ? (
    <p class="verdict good" role="status">
      <Icon name="check" />
      <b>{t('Verified')}</b> {plural('{records} records in {n} chain', '{records} records in {n} chains', verdict.chains, { records: count(verdict.records) })}
      {verdict.anchored > 0 && `, ${t('{n} anchored', { n: count(verdict.anchored) })}`}
    </p>
  ) : (
    <p class="verdict bad" role="alert">
      <Icon name="warn" />
      <b>{t('The chain is broken')}</b>{' '}
      {(verdict.bad ?? []).map((bad) => `${bad.record} ${bad.problem}${bad.cause === 'rows-lost' ? ` (${t('rows lost')})` : ''}`).join(' · ')}
    </p>
  );
}
