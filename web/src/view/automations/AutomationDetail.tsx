import { useEffect, useState } from 'preact/hooks';
import type { Automation, AutomationContent } from '../../api/automations';
import { isNotFound, sentence } from '../../api/http';
import { agreements, automationPath, automations, stateWords, type Agreement } from '../../state/automations';
import { threads, titleOf } from '../../state/directory';
import { notice, noticeFailure } from '../../state/notices';
import { visible } from '../../state/online';
import { overlay } from '../../state/overlay';
import { go, threadPath } from '../../state/route';
import { statuses, runPath } from '../../state/runs';
import { nameThisPage } from '../../state/title';
import { nothingHere } from '../../state/wiki';
import { momentIn, momentOf, zoneName } from '../../text/time';
import { whenWords } from '../../text/when';
import { rich, t } from '../../words/say';
import { Avatar } from '../Avatar';
import { Icon } from '../Icon';
import { Banner, Ghosts, PageHead } from '../PageHead';
import { ParkedBanner } from '../runs/ParkedBanner';
import { RunRows } from '../runs/RunRows';
import { Changes, Proposals } from './Changes';
import { ContentFacts, UpcomingTimes } from './ContentFacts';
import { EventAddress } from './EventAddress';

const again = 10_000;
const back = () => ({ href: '/automations', name: t('All automations') });

export function AutomationDetail({ id }: { id: string }) {
  const [automation, setAutomation] = useState<Automation | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const load = (): void => {
    automations.find(id).then(
      (found) => {
        setAutomation(found);
        setProblem(null);
        nameThisPage(found.title);
      },
      (failure: unknown) => setProblem(isNotFound(failure) ? nothingHere() : sentence(failure)),
    );
  };
  useEffect(load, [id, agreements.value]);
  useEffect(() => {
    const timer = setInterval(() => {
      if (visible.peek()) load();
    }, again);
    return () => clearInterval(timer);
  }, [id]);
  if (!automation)
    return (
      <div class="page" aria-busy={!problem}>
        <PageHead title={problem ? t('Not here') : t('Automation')} back={back()} />
        {problem ? <p class="lead">{problem}</p> : <Ghosts />}
      </div>
    );
  if (automation.locked) return <LockedAutomation automation={automation} onChanged={load} />;
  const ask = (content: AutomationContent, how: Agreement['how'] = { kind: 'agree' }): void => {
    overlay.value = { kind: 'agree', agreement: { automation, content, how } };
  };
  const pending = automation.draft ?? (automation.agreedHash === automation.contentHash ? undefined : automation);
  const state = stateWords[automation.state];
  // The last run of a parked automation is parked too, not finished.
  const lastStatus = automation.parked && automation.lastRun?.status === 'running' ? 'parked' : automation.lastRun?.status;
  const zone = automation.trigger.kind === 'event' ? 'UTC' : automation.trigger.timeZone;
  return (
    <div class="page">
      <PageHead title={automation.title} back={back()}>
        <Acts automation={automation} onChanged={load} onAdopt={() => ask(automation, { kind: 'adopt' })} />
      </PageHead>
      <p class="document-meta">
        <Avatar person={automation.author} small />
        <span>{rich('runs as {name}, {when}', { name: <b>{automation.author.name}</b>, when: whenWords(automation.trigger) })}</span>
        <span class={`tag ${state.tone}`}>{automation.state === 'waiting' && !automation.mine ? t('not agreed yet') : t(state.words)}</span>
      </p>
      <Banner problem={problem} retry={load} />
      <ParkedBanner parked={automation.parked} />
      {automation.mine && pending && automation.state !== 'ended' && (
        <div class="call" role="status">
          <p>
            {automation.agreedHash ? (
              <>
                <b>{t('You changed it.')}</b> {t('The version you agreed to keeps running until you agree to the new one.')}
              </>
            ) : (
              <>
                <b>{t('Nothing runs yet.')}</b> {t('Read all of it and agree, then it starts.')}
              </>
            )}
          </p>
          <button type="button" class="button small primary" onClick={() => ask(pending)}>{t('Read and agree')}</button>
        </div>
      )}
      <dl class="facts wide-facts summary">
        <div>
          <dt>{t('Next run')}</dt>
          <dd>
            {automation.state === 'active' && automation.nextDue ? (
              <>
                <time dateTime={automation.nextDue}>{momentIn(automation.nextDue, zone)}</time> <span class="faint">{zoneName(zone)}</span>
              </>
            ) : automation.state === 'active' && automation.trigger.kind === 'event' ? (
              t('when an event arrives')
            ) : (
              t('none')
            )}
          </dd>
        </div>
        <div>
          <dt>{t('Last run')}</dt>
          <dd>
            {automation.lastRun ? (
              <>
                {automation.mine ? (
                  <a href={runPath(automation.lastRun.id)}>{lastStatus && t(statuses[lastStatus].words)}</a>
                ) : (
                  lastStatus && t(statuses[lastStatus].words)
                )}
                , <time dateTime={automation.lastRun.at}>{momentOf(automation.lastRun.at)}</time>
              </>
            ) : (
              t('never')
            )}
          </dd>
        </div>
        <div>
          <dt>{t('Agreed')}</dt>
          <dd>{automation.agreedAt ? <time dateTime={automation.agreedAt}>{momentOf(automation.agreedAt)}</time> : t('not yet')}</dd>
        </div>
        {automation.mine && automation.threadId && (
          <div>
            <dt>{t('Delivered in')}</dt>
            <dd>
              <a href={threadPath(automation.threadId)}>{t('the thread of its runs')}</a>
            </dd>
          </div>
        )}
        {automation.slack && <div><dt>{t('Results')}</dt><dd>{t('also in your direct messages in Slack')}</dd></div>}
        {automation.sharedWith && (
          <div>
            <dt>{t('May be read in')}</dt>
            <dd>
              <a href={threadPath(automation.sharedWith)}>{sharedTitle(automation.sharedWith)}</a>
            </dd>
          </div>
        )}
      </dl>
      {automation.mine && automation.trigger.kind === 'event' && <EventAddress key={automation.id} automation={automation} trigger={automation.trigger} />}
      {automation.draft && <Changes before={automation} after={automation.draft} title={t('What your change does')} />}
      <Proposals automation={automation} onAgree={automation.mine ? (proposal) => ask(proposal, { kind: 'proposal', id: proposal.id }) : null} />
      <section class="panel">
        <h2 class="panel-name">{automation.agreedHash ? t('What runs') : t('What would run')}</h2>
        <ContentFacts content={automation} author={automation.author.name} />
        {automation.state === 'active' && <UpcomingTimes trigger={automation.trigger} />}
      </section>
      {automation.mine && (
        <section class="group">
          <h2 class="group-name">{t('Runs')}</h2>
          <RunRows automation={id} empty={t('It has not run yet.')} />
        </section>
      )}
    </div>
  );
}

/** An automation that was written with data its reader may not see now. Its author can still pause or delete it. */
function LockedAutomation({ automation, onChanged }: { automation: Automation; onChanged: () => void }) {
  return (
    <div class="page">
      <PageHead title={automation.title} back={back()}><Acts automation={automation} onChanged={onChanged} onAdopt={() => undefined} /></PageHead>
      <ParkedBanner parked={automation.parked} />
      <p class="lead">{t('Locked: it was written with data that you may not see now. It does not run for anybody who may not see it.')}</p>
      {automation.mine && (
        <section class="group">
          <h2 class="group-name">{t('Runs')}</h2>
          <RunRows automation={automation.id} empty={t('It has not run yet.')} />
        </section>
      )}
    </div>
  );
}

function sharedTitle(id: string): string {
  const thread = threads.value?.find((one) => one.id === id);
  return thread ? titleOf(thread) : t('a shared thread');
}

function Acts({ automation, onChanged, onAdopt }: { automation: Automation; onChanged: () => void; onAdopt: () => void }) {
  const [busy, setBusy] = useState(false);
  const [ends, setEnds] = useState(false);
  const act = (work: Promise<unknown>, said: string, after: () => void = onChanged): void => {
    setBusy(true);
    work.then(() => { notice(said); after(); }, noticeFailure).finally(() => setBusy(false));
  };
  const edit = !automation.locked && (
    <a class="button small" href={`${automationPath(automation.id)}/edit`}>
      <Icon name="pencil" />
      {automation.mine ? t('Edit') : t('Propose a change')}
    </a>
  );
  if (!automation.mine)
    return (
      <>
        {edit}
        {automation.agreedHash && <button type="button" class="button small primary" onClick={onAdopt}>{t('Adopt')}</button>}
      </>
    );
  if (automation.state === 'ended') return null;
  if (ends)
    return (
      <>
        <span class="ask">{t('Nothing runs any more. Its past runs stay.')}</span>
        <button
          type="button"
          class="button small danger"
          disabled={busy}
          onClick={() => act(automations.end(automation.id), t('Deleted.'), () => go('/automations'))}
        >
          {t('Delete it')}
        </button>
        <button type="button" class="button small" onClick={() => setEnds(false)}>{t('Keep it')}</button>
      </>
    );
  return (
    <>
      {automation.state === 'active' && !automation.locked && (
        <button type="button" class="button small" disabled={busy} onClick={() => act(automations.act(automation.id, 'run'), t('A run has been started.'))}>
          <Icon name="play" />
          {t('Run now')}
        </button>
      )}
      {automation.state === 'active' && (
        <button type="button" class="button small" disabled={busy} onClick={() => act(automations.act(automation.id, 'pause'), t('Paused.'))}>
          <Icon name="pause" />
          {t('Pause')}
        </button>
      )}
      {(automation.state === 'paused' || automation.state === 'parked') && !automation.locked && (
        <button type="button" class="button small primary" disabled={busy} onClick={() => act(automations.act(automation.id, 'resume'), t('It runs again.'))}>
          <Icon name="play" />
          {t('Resume')}
        </button>
      )}
      {edit}
      <button type="button" class="button small" onClick={() => setEnds(true)}><Icon name="trash" />{t('Delete')}</button>
    </>
  );
}
