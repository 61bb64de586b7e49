import { useEffect, useRef } from 'preact/hooks';
import type { AuditRow } from '../api/shapes';
import { nameOf } from '../state/directory';
import { threadPath } from '../state/route';
import { runPath } from '../state/runs';
import { isMe } from '../state/session';
import { actWords, decisionWords } from '../text/acts';
import { wholeTime } from '../text/time';
import { t, type Text } from '../words/say';
import { Avatar } from './Avatar';
import { PageName } from './PageChip';

const hands: Record<string, Text> = { human: 'by hand', agentAttended: 'through the agent', agentUnattended: 'through a run' };

const tone = (decision: string): string =>
  decision === 'succeeded' || decision === 'allowed' ? 'good' : decision === 'failed' || decision === 'unknown' ? 'bad' : 'warn';

export function AuditRecord({ row, open }: { row: AuditRow; open: boolean }) {
  const element = useRef<HTMLDetailsElement>(null);
  useEffect(() => {
    if (open) element.current?.scrollIntoView({ block: 'center' });
  }, [open]);
  const resource = row.resource;
  const columns = resource?.columns ?? [];
  const what = columns.length ? columns.join(', ') : (resource?.relations ?? []).join(', ');
  return (
    <li>
      <details ref={element} class={`record${open ? ' wanted' : ''}`} open={open}>
        <summary>
          <time dateTime={row.at}>{wholeTime(row.at)}</time>
          <span class="record-who">
            <Avatar person={{ subject: row.subject.id, name: row.subject.name }} small />
            <b>{row.subject.name}</b>
          </span>
          <span class="record-what">
            {actWords(row)}
            {resource?.source === 'wiki' && what !== '*' && (
              <span class="faint">
                {' '}
                <WikiNames relations={resource.relations ?? []} />
              </span>
            )}
          </span>
          <span class="record-tags">
            {row.act === 'agentUnattended' && <span class="tag">{t('unattended')}</span>}
            <span class={`tag ${tone(row.decision)}`}>
              {row.phase === 'intent' ? t('before: {decision}', { decision: decisionWords(row.decision) }) : decisionWords(row.decision)}
            </span>
          </span>
        </summary>
        <dl class="facts">
          <Fact
            name={t('Asked by')}
            value={
              row.act === 'human'
                ? undefined
                : row.act === 'agentUnattended'
                  ? t('{name}, in advance: nobody was there', { name: row.subject.name })
                  : row.subject.name
            }
          />
          <Fact name={t('Ran as')} value={`${row.subject.name}, ${hands[row.act] ? t(hands[row.act]!) : row.act}`} />
          <Fact name={t('Act')} value={row.tool ?? row.action} code />
          <Fact name={t('Source')} value={resource?.source === '*' ? t('every source') : resource?.source} />
          <Fact name={t('Reason')} value={row.reason} />
          <Fact name={t('Resource')} value={what} />
          <Fact name={t('Request shape')} value={row.shape} code />
          <Fact name={t('Details')} value={row.details === undefined ? undefined : JSON.stringify(row.details, null, 2)} code />
          <Fact name={t('Agreed to by')} value={row.approver && nameOf(row.approver)} />
          <Fact name={t('Consent in advance')} value={row.consent} code />
          <Fact name={t('Part of run')} value={row.partOf?.join(' › ')} code />
          <Fact name={t('Words of')} value={row.textAuthors?.map(nameOf).join(', ')} />
          <Fact name={t('Sources in context')} value={row.contextSources?.map((source) => (source === '*' ? t('unknown source') : source)).join(', ')} />
          <Fact name={t('Signed in at')} value={row.subject.issuer} />
          <Fact name={t('Record')} value={row.id} code />
          <Fact name={t('Hash')} value={row.hash} code />
          <Fact name={t('Before it')} value={row.prevHash} code />
        </dl>
        {(row.threadId || row.runId) && (
          <p class="record-links">
            {row.threadId && <a href={threadPath(row.threadId)}>{t('Open the thread')}</a>}
            {row.runId && isMe(row.subject.id) && <a href={runPath(row.runId)}>{t('Open the run')}</a>}
          </p>
        )}
      </details>
    </li>
  );
}

function WikiNames({ relations }: { relations: string[] }) {
  return <>{relations.map((relation, index) => <span key={relation}>{index > 0 && ', '}<PageName relation={relation} /></span>)}</>;
}

function Fact({ name, value, code }: { name: string; value: string | undefined; code?: boolean }) {
  if (!value) return null;
  return <div><dt>{name}</dt><dd>{code ? <code>{value}</code> : value}</dd></div>;
}
