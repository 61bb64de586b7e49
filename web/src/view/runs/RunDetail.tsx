import { useEffect, useRef, useState } from 'preact/hooks';
import type { Run } from '../../api/automations';
import { isNotFound, post, query, sentence } from '../../api/http';
import { automationPath } from '../../state/automations';
import { noticeFailure } from '../../state/notices';
import { visible } from '../../state/online';
import { threadPath } from '../../state/route';
import { isOver, runPath, runs, tagOf, woke } from '../../state/runs';
import { nameThisPage } from '../../state/title';
import { nothingHere } from '../../state/wiki';
import { momentOf, wholeTime } from '../../text/time';
import { rich, t } from '../../words/say';
import { Avatar } from '../Avatar';
import { ConfirmationCard } from '../ConfirmationCard';
import { Icon } from '../Icon';
import { Banner, Ghosts, PageHead } from '../PageHead';
import { StepLine } from '../StepLine';
import { ParkedBanner } from './ParkedBanner';

const again = 2_000;
const back = () => ({ href: '/runs', name: t('All runs') });

export function RunDetail({ id }: { id: string }) {
  const [run, setRun] = useState<Run | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const shown = useRef({ call: '', hash: '', again: false });
  const load = (): void => {
    runs.find(id).then(
      (found) => {
        setRun(found);
        setProblem(null);
        nameThisPage(found.title);
      },
      (failure: unknown) => setProblem(isNotFound(failure) ? nothingHere() : sentence(failure)),
    );
  };
  useEffect(load, [id]);
  const goesOn = run !== null && !isOver(run);
  useEffect(() => {
    if (!goesOn) return;
    const timer = setInterval(() => {
      if (visible.peek()) load();
    }, again);
    return () => clearInterval(timer);
  }, [goesOn, id]);
  if (!run)
    return (
      <div class="page" aria-busy={!problem}>
        <PageHead title={problem ? t('Not here') : t('Run')} back={back()} />
        {problem ? <p class="lead">{problem}</p> : <Ghosts />}
      </div>
    );
  const { words, tone } = tagOf(run);
  const asked = run.waitingFor;
  if (asked && asked.argumentHash !== shown.current.hash)
    shown.current = { call: asked.callId, hash: asked.argumentHash, again: shown.current.call === asked.callId };
  return (
    <div class="page">
      <PageHead title={run.title} back={back()}>{goesOn && <Stop run={run} onStopped={load} />}</PageHead>
      <p class="document-meta">
        <Avatar person={run.author} small /><span>{rich('ran as {name}, unattended', { name: <b>{run.author.name}</b> })} · {woke(run)}</span>
        <span class={`tag ${tone}`} role="status">{words}</span>
      </p>
      <Banner problem={problem} retry={load} />
      <ParkedBanner parked={run.parked} />
      {run.refusal && <p class="banner" role="status">{run.refusal.reason}</p>}
      {asked && (
        <ConfirmationCard
          key={`${asked.callId}/${asked.argumentHash}`} asked={{ ...asked, again: shown.current.again }}
          onDecide={async (approve) => {
            await post(`/api/turns/${asked.turnId}/confirmations/${asked.callId}`, { approve, argumentHash: asked.argumentHash });
            load();
          }}
        />
      )}
      <dl class="facts wide-facts summary">
        <div>
          <dt>{t('Woke')}</dt>
          <dd>
            {woke(run)},{' '}
            <time dateTime={run.woke.at} title={wholeTime(run.woke.at)}>
              {momentOf(run.woke.at)}
            </time>
          </dd>
        </div>
        <div>
          <dt>{t('Started')}</dt>
          <dd>
            <time dateTime={run.startedAt}>{momentOf(run.startedAt)}</time>
          </dd>
        </div>
        {run.goesOnAt && (
          <div>
            <dt>{t('Goes on')}</dt>
            <dd>
              <time dateTime={run.goesOnAt} title={wholeTime(run.goesOnAt)}>
                {momentOf(run.goesOnAt)}
              </time>
            </dd>
          </div>
        )}
        {run.endedAt && (
          <div>
            <dt>{t('Ended')}</dt>
            <dd>
              <time dateTime={run.endedAt}>{momentOf(run.endedAt)}</time>
            </dd>
          </div>
        )}
        {run.partOf && (
          <div>
            <dt>{t('Part of')}</dt>
            <dd>
              <a href={runPath(run.partOf)}>{t('the run that began it')}</a>
            </dd>
          </div>
        )}
        {run.parts && (
          <div>
            <dt>{t('Parts')}</dt>
            <dd>
              {run.parts.map((part, at) => (
                <span key={part}>
                  {at > 0 && ', '}
                  <a href={runPath(part)}>{t('part {n}', { n: at + 1 })}</a>
                </span>
              ))}
            </dd>
          </div>
        )}
        <div>
          <dt>{t('Automation')}</dt>
          <dd>
            <a href={automationPath(run.automationId)}>{run.title}</a>
          </dd>
        </div>
        <div>
          <dt>{t('Answer')}</dt>
          <dd>
            {run.replyId ? (
              <a href={`${threadPath(run.threadId)}#${run.replyId}`}>{t('read what it delivered to you')}</a>
            ) : run.status === 'running' || run.status === 'waiting' ? (
              t('not yet')
            ) : (
              t('none')
            )}
          </dd>
        </div>
        <div>
          <dt>{t('On record')}</dt>
          <dd>
            <a href={`/audit${query({ thread: run.threadId })}`}>{t('its audit records')}</a>
          </dd>
        </div>
      </dl>
      <section class="panel">
        <h2 class="panel-name">{t('Steps')}</h2>
        {run.steps.length === 0 ? (
          <p class="hint">{goesOn ? t('No step yet.') : t('It took no step.')}</p>
        ) : (
          <ol class="steps run-steps">
            {run.steps.map((step) => (
              <StepLine key={step.callId} step={step} thread={run.threadId} />
            ))}
          </ol>
        )}
      </section>
    </div>
  );
}

function Stop({ run, onStopped }: { run: Run; onStopped: () => void }) {
  const [busy, setBusy] = useState(false);
  const stop = (): void => {
    setBusy(true);
    runs.stop(run.id).then(onStopped, noticeFailure).finally(() => setBusy(false));
  };
  return <button type="button" class="button small" disabled={busy} onClick={stop}><Icon name="stop" />{busy ? t('Stopping…') : t('Stop this run')}</button>;
}
