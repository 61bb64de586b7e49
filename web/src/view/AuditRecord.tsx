import { useEffect, useRef } from 'preact/hooks';
import type { AuditRow } from '../api/shapes';
import { nameOf } from '../state/directory';
import { threadPath } from '../state/route';
import { runPath } from '../state/runs';
import { isMe } from '../state/session';
import { actWords } from '../text/acts';
import { wholeTime } from '../text/time';
import { Avatar } from './Avatar';
import { PageName } from './PageChip';

const hands: Record<string, string> = { human: 'by hand', agentAttended: 'through the agent', agentUnattended: 'through a run' };

const tone = (decision: string): string => (decision === 'succeeded' || decision === 'allowed' ? 'good' : decision === 'failed' || decision === 'unknown' ? 'bad' : 'warn');

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
          <span class="record-who"><Avatar person={{ subject: row.subject.id, name: row.subject.name }} small /><b>{row.subject.name}</b></span>
          <span class="record-what">{actWords(row)}{resource?.source === 'wiki' && what !== '*' && <span class="faint"> <WikiNames relations={resource.relations ?? []} /></span>}</span>
          <span class="record-tags">
            {row.act === 'agentUnattended' && <span class="tag">unattended</span>}
            <span class={`tag ${tone(row.decision)}`}>{row.phase === 'intent' ? `before: ${row.decision}` : row.decision}</span>
          </span>
        </summary>
        <dl class="facts">
          <Fact name="Asked by" value={row.act === 'human' ? undefined : `${row.subject.name}${row.act === 'agentUnattended' ? ', in advance: nobody was there' : ''}`} />
          <Fact name="Ran as" value={`${row.subject.name}, ${hands[row.act] ?? row.act}`} />
          <Fact name="Act" value={row.tool ?? row.action} code />
          <Fact name="Source" value={resource?.source === '*' ? 'every source' : resource?.source} />
          <Fact name="Reason" value={row.reason} />
          <Fact name="Resource" value={what} />
          <Fact name="Request shape" value={row.shape} code />
          <Fact name="Details" value={row.details === undefined ? undefined : JSON.stringify(row.details, null, 2)} code />
          <Fact name="Agreed to by" value={row.approver && nameOf(row.approver)} />
          <Fact name="Consent in advance" value={row.consent} code />
          <Fact name="Part of run" value={row.partOf?.join(' › ')} code />
          <Fact name="Words of" value={row.textAuthors?.map(nameOf).join(', ')} />
          <Fact name="Signed in at" value={row.subject.issuer} />
          <Fact name="Record" value={row.id} code />
          <Fact name="Hash" value={row.hash} code />
          <Fact name="Before it" value={row.prevHash} code />
        </dl>
        {(row.threadId || row.runId) && (
          <p class="record-links">
            {row.threadId && <a href={threadPath(row.threadId)}>Open the thread</a>}
            {row.runId && isMe(row.subject.id) && <a href={runPath(row.runId)}>Open the run</a>}
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
