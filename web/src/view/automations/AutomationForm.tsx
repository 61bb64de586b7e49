import { useEffect, useState } from 'preact/hooks';
import type { Automation, AutomationContent, WantedAutomation } from '../../api/automations';
import { get, isNotFound, sentence } from '../../api/http';
import type { Connection } from '../../api/mine';
import type { Access, Listing } from '../../api/shapes';
import { automationPath, automations } from '../../state/automations';
import { threads, titleOf } from '../../state/directory';
import { notice } from '../../state/notices';
import { overlay } from '../../state/overlay';
import { go } from '../../state/route';
import { plannerAnswers } from '../../state/session';
import { takeWatched, type QueryToWatch } from '../../state/watched';
import { nothingHere } from '../../state/wiki';
import { Banner, Ghosts, PageHead } from '../PageHead';
import { ownZone } from '../../text/reader';
import { t } from '../../words/say';
import { ConsentFields } from './ConsentFields';
import { ToolChoice } from './ToolChoice';
import { TriggerFields, wantedTrigger, type TriggerDraft } from './TriggerFields';

type Draft = Omit<WantedAutomation, 'trigger' | 'sharedWith' | 'slack'> & { trigger: TriggerDraft; sharedWith: string; slack: boolean };

const blank: Draft = {
  title: '', prompt: '', tools: [], consents: [], sharedWith: '', slack: false,
  trigger: {
    kind: 'schedule',
    phrase: '',
    timeZone: 'UTC',
    read: null,
    format: 'standard',
    source: '',
    sql: '',
    condition: 'changes',
    threshold: '',
    watched: '',
  },
};

const longestTitle = 120;

/** Returns a draft for a rule over a table's query. Its author reads all of it before consent. */
const watching = ({ caption, question, source, sql }: QueryToWatch): Draft => ({
  ...blank,
  title: t('Watch: {caption}', { caption }).slice(0, longestTitle),
  prompt:
    question && !question.startsWith('/')
      ? question
      : plannerAnswers.value
        ? `Show me what changed in ${caption}`
        : t('Show me what changed in {caption}', { caption }),
  trigger: { ...blank.trigger, kind: 'rule', timeZone: ownZone(), phrase: 'every hour', source, sql, watched: caption },
});

/** Returns the initial draft, which may come from another page. */
function begun(): Draft {
  const asked = new URLSearchParams(location.search);
  return {
    ...blank,
    title: asked.get('title') ?? '',
    prompt: asked.get('ask') ?? '',
    trigger: { ...blank.trigger, timeZone: ownZone(), phrase: asked.get('when') ?? '' },
  };
}

/** Returns the existing schedule, which remains unchanged until its phrase is edited. */
function timedOf(trigger: AutomationContent['trigger']): Partial<TriggerDraft> {
  if (trigger.kind === 'event') return {};
  const { timeZone } = trigger;
  if (trigger.kind === 'once') return { phrase: trigger.words, timeZone, read: { kind: 'once', at: trigger.at, timeZone } };
  const cycle = trigger.kind === 'schedule' ? trigger.cycle : undefined;
  return {
    phrase: trigger.kind === 'schedule' && !trigger.words.includes('cron') ? trigger.words : trigger.cron, timeZone,
    read: { kind: 'schedule', cron: trigger.cron, timeZone, ...(cycle ? { cycle } : {}) },
  };
}

function draftOf(automation: Automation): Draft {
  const content: AutomationContent = automation.mine ? (automation.draft ?? automation) : automation;
  const { trigger } = content;
  const timed = timedOf(trigger);
  const looked =
    trigger.kind === 'rule'
      ? { source: trigger.source, sql: trigger.sql, condition: trigger.condition.kind, threshold: String(trigger.condition.threshold ?? '') }
      : {};
  return {
    title: content.title,
    prompt: content.prompt,
    tools: content.tools,
    consents: content.consents.map(({ id: _, used: __, ...consent }) => consent),
    sharedWith: automation.sharedWith ?? '',
    slack: automation.slack ?? false,
    trigger: {
      ...blank.trigger,
      kind: trigger.kind === 'once' ? 'schedule' : trigger.kind,
      ...timed,
      ...looked,
      ...(trigger.kind === 'event' ? { format: trigger.format } : {}),
    },
  };
}

/** The form for a new automation, a new version of one's own, or a proposal to its author. */
export function AutomationForm({ id }: { id: string | undefined }) {
  const [automation, setAutomation] = useState<Automation | null>(null);
  const [draft, setDraft] = useState<Draft | null>(() => {
    if (id) return null;
    const watched = takeWatched();
    return watched ? watching(watched) : begun();
  });
  const [access, setAccess] = useState<Access | null>(null);
  const [linked, setLinked] = useState(false);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  useEffect(() => {
    get<Access>('/api/me/access').then(setAccess, (failure: unknown) => setProblem(sentence(failure)));
    // If this fails, the choice is hidden and the saved value remains.
    get<Listing<Connection>>('/api/connections').then((found) => setLinked(found.items.some((one) => one.kind === 'slack')), () => setLinked(false));
    if (!id) return;
    automations.find(id).then(
      (found) => {
        setAutomation(found);
        setDraft(draftOf(found));
      },
      (failure: unknown) => setProblem(isNotFound(failure) ? nothingHere() : sentence(failure)),
    );
  }, [id]);
  const isProposal = automation !== null && !automation.mine;
  const back = id ? { href: automationPath(id), name: t('The automation') } : { href: '/automations', name: t('All automations') };
  const save = async (event: Event): Promise<void> => {
    event.preventDefault();
    if (!draft) return;
    setBusy(true);
    setProblem(null);
    try {
      const trigger = await wantedTrigger(draft.trigger);
      const wanted: WantedAutomation = {
        title: draft.title.trim(),
        prompt: draft.prompt.trim(),
        trigger,
        tools: draft.tools,
        consents: draft.consents,
        ...(isProposal || (!id && !draft.sharedWith) ? {} : { sharedWith: draft.sharedWith }),
        ...(isProposal || !linked ? {} : { slack: draft.slack }),
      };
      if (isProposal) {
        await automations.change(id!, wanted);
        notice(t('Proposed to {name}. The agreed version keeps running.', { name: automation.author.name }));
        return go(automationPath(id!));
      }
      const saved = id ? await automations.change(id, wanted) : await automations.create(wanted);
      const made = saved ?? (await automations.find(id!));
      go(automationPath(made.id));
      if (made.draft || made.state === 'waiting')
        overlay.value = { kind: 'agree', agreement: { automation: made, content: made.draft ?? made, how: { kind: 'agree' } } };
    } catch (failure) {
      setProblem(sentence(failure));
      setBusy(false);
    }
  };
  if (!draft)
    return (
      <div class="page">
        <PageHead title={problem ? t('Not here') : t('Automation')} back={back} />
        {problem ? <p class="lead">{problem}</p> : <Ghosts />}
      </div>
    );
  // Merged into the current draft, because the reading of a phrase arrives after further typing.
  const change = (part: Partial<Draft>): void => setDraft((now) => now && { ...now, ...part });
  const changeTrigger = (part: Partial<TriggerDraft>): void => setDraft((now) => now && { ...now, trigger: { ...now.trigger, ...part } });
  const shared = (threads.value ?? []).filter((thread) => thread.members.length > 1);
  return (
    <form class="page form-page" onSubmit={(event) => void save(event)}>
      <PageHead
        title={isProposal ? t('Propose a change to {title}', { title: automation.title }) : id ? t('Edit automation') : t('New automation')}
        back={back}
      />
      <p class="lead">
        {isProposal
          ? t('It belongs to {name}, who decides. Until then the agreed version keeps running.', { name: automation.author.name })
          : t('It will run as you. You read all of it once more before it starts.')}
      </p>
      <label class="field-label" for="automation-title">{t('Title')}</label>
      <input
        id="automation-title"
        class="input"
        required
        maxLength={120}
        autoComplete="off"
        placeholder={t('Overdue expenses of my team')}
        value={draft.title}
        onInput={(event) => change({ title: event.currentTarget.value })}
      />
      <label class="field-label" for="automation-prompt">{t('What the agent is asked each time')}</label>
      <textarea
        id="automation-prompt"
        class="input prompt-field"
        required
        maxLength={4000}
        rows={4}
        placeholder={t('Send me the overdue expenses of my team')}
        value={draft.prompt}
        onInput={(event) => change({ prompt: event.currentTarget.value })}
      />
      <TriggerFields
        trigger={draft.trigger}
        sources={access?.sources.filter((source) => source.available).map((source) => source.name) ?? []}
        onChange={changeTrigger}
      />
      <fieldset class="group-choice">
        <legend class="field-label">{t('What it may do')} <span class="optional">{t('nothing chosen means: look things up, and change nothing')}</span></legend>
        {!access && !problem && <p class="hint">{t('Asking what the agent may use for you…')}</p>}
        {access && <ToolChoice tools={access.tools} chosen={draft.tools} onChange={(tools) => change({ tools })} />}
      </fieldset>
      <ConsentFields
        consents={draft.consents}
        tools={access?.tools.filter((tool) => tool.effect !== 'read').map((tool) => tool.name) ?? []}
        onChange={(consents) =>
          change({ consents, tools: draft.tools.length || consents.length ? [...new Set([...draft.tools, ...consents.map((one) => one.tool)])] : [] })
        }
      />
      {!isProposal && shared.length > 0 && (
        <>
          <label class="field-label" for="automation-shared">{t('Who may read this definition')} <span class="optional">{t('never its runs')}</span></label>
          <select id="automation-shared" class="input" value={draft.sharedWith} onChange={(event) => change({ sharedWith: event.currentTarget.value })}>
            <option value="">{t('You alone')}</option>
            {shared.map((thread) => <option key={thread.id} value={thread.id}>{t('The people in {thread}', { thread: titleOf(thread) })}</option>)}
          </select>
        </>
      )}
      {!isProposal && linked && (
        <label class="check">
          <input type="checkbox" checked={draft.slack} onChange={(event) => change({ slack: event.currentTarget.checked })} />
          {t('Send results to my direct messages in Slack, too')}
        </label>
      )}
      <Banner problem={problem} />
      <div class="form-foot">
        <a class="button" href={back.href}>{t('Cancel')}</a>
        <button type="submit" class="button primary" disabled={busy}>{isProposal ? t('Propose') : t('Save and review')}</button>
      </div>
    </form>
  );
}
