import { useEffect, useState } from 'preact/hooks';
import type { Automation } from '../../api/automations';
import { sentence } from '../../api/http';
import { automationPath, automations, stateWords } from '../../state/automations';
import { statuses } from '../../state/runs';
import { momentIn, momentOf } from '../../text/time';
import { whenWords } from '../../text/when';
import { plural, t } from '../../words/say';
import { Avatar } from '../Avatar';
import { Icon } from '../Icon';
import { Banner, Ghosts, Nothing, PageHead } from '../PageHead';
import { AutomationDetail } from './AutomationDetail';
import { AutomationForm } from './AutomationForm';
import { AutomationTabs } from '../Tabs';

/** The automations. Each runs with its author's access. */
export function AutomationsPage({ id, edit }: { id: string | undefined; edit: boolean }) {
  if (edit) return <AutomationForm key={id ?? 'new'} id={id} />;
  return id ? <AutomationDetail key={id} id={id} /> : <List />;
}

function List() {
  const [all, setAll] = useState<Automation[] | null>(null);
  const [next, setNext] = useState<string | undefined>();
  const [problem, setProblem] = useState<string | null>(null);
  const load = (from?: string): void => {
    setProblem(null);
    automations.list(from).then(
      (found) => {
        setAll((before) => [...(from ? (before ?? []) : []), ...found.items]);
        setNext(found.continuation);
      },
      (failure: unknown) => setProblem(sentence(failure)),
    );
  };
  useEffect(() => load(), []);
  const mine = all?.filter((one) => one.mine) ?? [];
  const others = all?.filter((one) => !one.mine) ?? [];
  return (
    <div class="page" aria-busy={!all && !problem}>
      <PageHead title={t('Automations')}>
        <a class="button small primary" href="/automations/new"><Icon name="plus" />{t('New automation')}</a>
      </PageHead>
      <AutomationTabs />
      <p class="lead">
        {t(
          'The agent\'s unattended work: on a schedule, once, or after an event. Each automation runs as the person who agreed to it, with their current rights. It ends when they leave.',
        )}
      </p>
      <Banner problem={problem} retry={() => load()} />
      {!all && !problem && <Ghosts />}
      {all?.length === 0 && (
        <Nothing title={t('Nothing runs by itself yet')}>
          <p>
            {t(
              'Say it in a thread, such as “every Monday at 8:00 send me overdue expenses of my team”, or write it here. Nothing runs before you have agreed to every word of it.',
            )}
          </p>
          <a class="button primary" href="/automations/new">{t('New automation')}</a>
        </Nothing>
      )}
      {mine.length > 0 && <Group name={t('Mine')} all={mine} />}
      {others.length > 0 && <Group name={t('Shared with me')} all={others} />}
      {next && <p><button type="button" class="button" onClick={() => load(next)}>{t('More')}</button></p>}
    </div>
  );
}

function Group({ name, all }: { name: string; all: Automation[] }) {
  return (
    <section class="group">
      <h2 class="group-name">{name}</h2>
      <ul class="rows">{all.map((one) => <li key={one.id}><Row automation={one} /></li>)}</ul>
    </section>
  );
}

function Row({ automation }: { automation: Automation }) {
  const state = stateWords[automation.state];
  const last = automation.lastRun;
  return (
    <a class="row" href={automationPath(automation.id)}>
      <Avatar person={automation.author} />
      <span class="row-main">
        <span class="row-name">{automation.title}</span>
        <span class="row-sub">
          {automation.locked ? t('locked for you') : whenWords(automation.trigger)} · {t('runs as {name}', { name: automation.author.name })}
        </span>
      </span>
      <span class="row-side">
        <span class={`tag ${state.tone}`}>{automation.state === 'waiting' && !automation.mine ? t('not agreed yet') : t(state.words)}</span>
        <span class="row-sub">
          {automation.state === 'active' &&
            automation.nextDue &&
            t('next {time}', {
              time: automation.trigger.kind === 'event' ? momentOf(automation.nextDue) : momentIn(automation.nextDue, automation.trigger.timeZone),
            })}
          {automation.state === 'active' && automation.nextDue && last && ' · '}
          {last && t('last run {status}', { status: statuses[last.status] ? t(statuses[last.status].words) : last.status })}
          {automation.proposals.length > 0 && automation.mine && ` · ${plural('{n} proposal', '{n} proposals', automation.proposals.length)}`}
        </span>
      </span>
    </a>
  );
}
