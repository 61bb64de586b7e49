import { Fragment } from 'preact';
import type { Message, ReplyStep } from '../api/shapes';
import { go, route, threadPath } from '../state/route';
import { runPath } from '../state/runs';
import { isMe } from '../state/session';
import { isPageId } from '../state/wiki';
import { sourcesOf, stepGroups } from '../text/steps';
import { clockTime, wholeTime } from '../text/time';
import { rich, t } from '../words/say';
import { besidePath } from './beside/beside';
import { PageChip } from './PageChip';

const wiki = 'wiki';

/** Returns the address of my audit records, or, for another's answer that is open to me, of the acts it used. */
export const auditPath = (message: Message, step: ReplyStep): string => {
  const of = isMe(message.askedBy.subject) ? `thread=${encodeURIComponent(message.threadId)}` : `answer=${encodeURIComponent(message.id)}`;
  return `/audit?${of}${step.auditId ? `&row=${encodeURIComponent(step.auditId)}` : ''}`;
};

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
      {message.touched && message.touched.length > 0 && <Evidence message={message} />}
    </footer>
  );
}

/** The button that opens the evidence beside the thread. */
function Evidence({ message }: { message: Message }) {
  const here = route.value;
  const isOpen = here.page === 'thread' && here.beside === `evidence:${message.id}`;
  return (
    <button
      type="button"
      class="quiet evidence"
      aria-expanded={isOpen}
      onClick={() => go(besidePath(message.threadId, isOpen ? null : { kind: 'evidence', id: message.id }))}
    >
      {t('What this rests on')}
    </button>
  );
}
