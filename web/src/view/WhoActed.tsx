import { Fragment } from 'preact';
import type { Message, ReplyStep, Touched } from '../api/shapes';
import { threadPath } from '../state/route';
import { runPath } from '../state/runs';
import { isMe } from '../state/session';
import { isPageId } from '../state/wiki';
import { heading } from '../text/cells';
import { rowWords } from '../text/rights';
import { sourcesOf, stepGroups } from '../text/steps';
import { clockTime, wholeTime } from '../text/time';
import { everySource, tableName } from '../text/tools';
import { rich, t } from '../words/say';
import { PageChip, PageName } from './PageChip';

const wiki = 'wiki';

/** Returns the address of my audit records, or, for another's answer that is open to me, of the acts it used. */
const auditPath = (message: Message, step: ReplyStep): string => {
  const of = isMe(message.askedBy.subject) ? `thread=${encodeURIComponent(message.threadId)}` : `answer=${encodeURIComponent(message.id)}`;
  return `/audit?${of}${step.auditId ? `&row=${encodeURIComponent(step.auditId)}` : ''}`;
};

const keyOf = (one: Touched): string => JSON.stringify([one.source, one.relation, one.columns, one.rowRules]);

/** Removes entries that look the same to a reader. */
const toldOnce = (touched: Touched[]): Touched[] => touched.filter((one, at) => touched.findIndex((other) => keyOf(other) === keyOf(one)) === at);

/** The line under every answer: asker, access used, source, tool, time and evidence. */
export function WhoActed({ message }: { message: Message }) {
  const steps = message.steps ?? [];
  const ran = message.ranAs ?? message.askedBy;
  const pages = (message.touched ?? []).filter((one) => one.source === wiki && isPageId(one.relation)).map((one) => one.relation);
  const sources = sourcesOf(steps);
  return (
    <footer class="who-acted">
      <p class="badge">
        <span class="authority" aria-hidden="true" />
        {message.unattended
          ? rich('by an automation of {name}', { name: <b>{message.askedBy.name}</b> })
          : rich('asked by {name}', { name: <b>{message.askedBy.name}</b> })}{' '}
        · {rich('ran as {name}', { name: <b>{ran.name}</b> })}
        {sources.length > 0 && <> {t('on {sources}', { sources: sources.join(', ') })}</>}
        {stepGroups(message).map(({ step, words, times }) => (
          <Fragment key={step.callId}>
            {' · '}
            <a class={`tool ${step.status}`} href={auditPath(message, step)} title={t('Open the audit record of {tool}', { tool: step.tool })}>
              {words}
              {times > 1 && ` ×${times}`}
            </a>
          </Fragment>
        ))}
        {message.runId && isMe(message.askedBy.subject) && (
          <>
            {' '}
            ·{' '}
            <a class="tool" href={runPath(message.runId)}>
              {t('its run')}
            </a>
          </>
        )}
        {steps.length === 0 && message.visibility !== 'shared' && <> · {t('no data used')}</>} ·{' '}
        <a class="tool" href={`${threadPath(message.threadId)}#${message.id}`}>
          <time dateTime={message.at} title={wholeTime(message.at)}>
            {clockTime(message.at)}
          </time>
        </a>
      </p>
      {pages.length > 0 && <ul class="from-pages" aria-label={t('Pages it rests on')}>{pages.map((page) => <li key={page}><PageChip page={page} /></li>)}</ul>}
      {message.touched && message.touched.length > 0 && (
        <details class="touched">
          <summary>{t('What this rests on')}</summary>
          <ul>
            {toldOnce(message.touched).map((one) => (
              <li key={keyOf(one)}>
                <b title={one.relation}>
                  {one.relation === everySource ? (
                    t('what there is in {source}', { source: one.source })
                  ) : one.source === wiki ? (
                    <PageName relation={one.relation} />
                  ) : (
                    tableName(one.relation)
                  )}
                </b>
                {one.columns.length > 0 && <span> {one.columns.map(heading).join(', ')}</span>}
                {one.rowRules.map((rule) => <span key={rule} class="rule" title={rule}>{rowWords(rule, [ran.name.toLowerCase()])}</span>)}
              </li>
            ))}
          </ul>
        </details>
      )}
    </footer>
  );
}
