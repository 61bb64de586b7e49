import { Fragment } from 'preact';
import type { Message, ReplyStep, Touched } from '../api/shapes';
import { threadPath } from '../state/route';
import { runPath } from '../state/runs';
import { isMe } from '../state/session';
import { isPageId } from '../state/wiki';
import { clockTime, wholeTime } from '../text/time';
import { rowWords } from '../text/rights';
import { everySource, stepWords, tableName } from '../text/tools';
import { PageChip, PageName } from './PageChip';

const wiki = 'wiki';

/** My own record; behind another's answer that is open to me, the acts it rests on. */
const auditPath = (message: Message, step: ReplyStep): string => {
  const of = isMe(message.askedBy.subject) ? `thread=${encodeURIComponent(message.threadId)}` : `answer=${encodeURIComponent(message.id)}`;
  return `/audit?${of}${step.auditId ? `&row=${encodeURIComponent(step.auditId)}` : ''}`;
};

/** The tables that were read in the step's source. A look at what there is touches all of them once: then those count that were touched again. */
function tablesOf(message: Message, step: ReplyStep): string[] {
  const relations = (message.touched ?? []).filter((one) => one.source === step.source && one.relation !== everySource && !isSystem(one.relation)).map((one) => one.relation);
  const looked = (message.steps ?? []).some((one) => one.tool === 'describe_data' && (one.source === everySource || one.source === step.source));
  return [...new Set(looked ? relations.filter((one, at) => relations.indexOf(one) < at) : relations)];
}

const keyOf = (one: Touched): string => JSON.stringify([one.source, one.relation, one.columns, one.rowRules]);

/** What is the same to a reader is told once. */
const toldOnce = (touched: Touched[]): Touched[] => touched.filter((one, at) => touched.findIndex((other) => keyOf(other) === keyOf(one)) === at);

const isSystem = (relation: string): boolean => /^(pg_|information_schema|sqlite_)/.test(relation);

function oncePerTool(steps: ReplyStep[]): Array<ReplyStep & { times: number }> {
  const kept = new Map<string, ReplyStep & { times: number }>();
  for (const step of steps) {
    const key = `${step.tool}/${step.status}`;
    kept.set(key, { ...step, times: (kept.get(key)?.times ?? 0) + 1 });
  }
  return [...kept.values()];
}

/** Under every answer: who asked, as whom it ran, on what, with which tool, when; and what it rested on. */
export function WhoActed({ message }: { message: Message }) {
  const steps = message.steps ?? [];
  const ran = message.ranAs ?? message.askedBy;
  const pages = (message.touched ?? []).filter((one) => one.source === wiki && isPageId(one.relation)).map((one) => one.relation);
  const sources = [...new Set(steps.flatMap((step) => (step.source && step.source !== everySource && step.source !== step.tool ? [step.source] : [])))];
  return (
    <footer class="who-acted">
      <p class="badge">
        <span class="authority" aria-hidden="true" />
        {message.unattended ? <>by an automation of <b>{message.askedBy.name}</b></> : <>asked by <b>{message.askedBy.name}</b></>} · ran as <b>{ran.name}</b>{sources.length > 0 && <> on {sources.join(', ')}</>}
        {oncePerTool(steps).map((step) => (
          <Fragment key={step.callId}>
            {' · '}
            <a class={`tool ${step.status}`} href={auditPath(message, step)} title={`Open the audit record of ${step.tool}`}>
              {stepWords(step, sources.length > 1 ? step.source : undefined, tablesOf(message, step))}{step.times > 1 && ` ×${step.times}`}
            </a>
          </Fragment>
        ))}
        {message.runId && isMe(message.askedBy.subject) && <> · <a class="tool" href={runPath(message.runId)}>its run</a></>}
        {steps.length === 0 && message.visibility !== 'shared' && <> · no data used</>} · <a class="tool" href={`${threadPath(message.threadId)}#${message.id}`}><time dateTime={message.at} title={wholeTime(message.at)}>{clockTime(message.at)}</time></a>
      </p>
      {pages.length > 0 && <ul class="from-pages" aria-label="Pages it rests on">{pages.map((page) => <li key={page}><PageChip page={page} /></li>)}</ul>}
      {message.touched && message.touched.length > 0 && (
        <details class="touched">
          <summary>What this rests on</summary>
          <ul>
            {toldOnce(message.touched).map((one) => (
              <li key={keyOf(one)}>
                <b title={one.relation}>{one.relation === everySource ? `what there is in ${one.source}` : one.source === wiki ? <PageName relation={one.relation} /> : tableName(one.relation)}</b>
                {one.columns.length > 0 && <span> {one.columns.map((column) => column.replaceAll('_', ' ')).join(', ')}</span>}
                {one.rowRules.map((rule) => <span key={rule} class="rule" title={rule}>{rowWords(rule, [ran.name.toLowerCase()])}</span>)}
              </li>
            ))}
          </ul>
        </details>
      )}
    </footer>
  );
}
