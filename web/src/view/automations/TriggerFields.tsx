import { useEffect, useState } from 'preact/hooks';
import type { Cycle, RuleCondition, ScheduleWords, WantedTrigger } from '../../api/automations';
import { Problem, sentence } from '../../api/http';
import { automations } from '../../state/automations';
import { zoneName } from '../../text/time';
import { rich, t, type Text } from '../../words/say';
import { NextTimes } from './ContentFacts';

const pause = 300;

export interface TriggerDraft {
  kind: 'schedule' | 'event' | 'rule';
  phrase: string;
  timeZone: string;
  /** The server's reading of the phrase; null until it answers. */
  read: Read | null;
  format: string;
  source: string;
  sql: string;
  condition: RuleCondition['kind'];
  threshold: string;
  /** The title of the query if it comes from a table. Its text is then hidden by default. */
  watched: string;
}

/** The server's reading of a schedule phrase. */
export type Read = { timeZone: string } & ({ kind: 'schedule'; cron: string; cycle?: Cycle } | { kind: 'once'; at: string });

const readOf = ({ kind, timeZone, cron, cycle, at }: ScheduleWords): Read =>
  kind === 'once' ? { kind, timeZone, at: at! } : { kind, timeZone, cron: cron!, ...(cycle ? { cycle } : {}) };

const kinds: Array<[TriggerDraft['kind'], Text]> = [['schedule', 'At a time'], ['event', 'When something happens'], ['rule', 'When a figure changes']];

/** Returns the trigger to save. Reads a phrase that the server has not yet read, and throws if it is invalid. */
export async function wantedTrigger(draft: TriggerDraft): Promise<WantedTrigger> {
  if (draft.kind === 'event') return { kind: 'event', format: draft.format };
  const read = draft.read ?? readOf(await automations.words(draft.phrase.trim(), draft.timeZone));
  if (draft.kind === 'schedule') return read;
  if (read.kind === 'once' || read.cycle) throw new Problem(400, 'schedule', t('A rule needs an interval, such as “every 15 minutes”.'));
  const { cron, timeZone } = read;
  const condition: RuleCondition = draft.condition === 'changes' ? { kind: 'changes' } : { kind: draft.condition, threshold: Number(draft.threshold) };
  return { kind: 'rule', source: draft.source, sql: draft.sql.trim(), condition, cron, timeZone };
}

interface Props {
  trigger: TriggerDraft;
  sources: string[];
  onChange: (part: Partial<TriggerDraft>) => void;
}

export function TriggerFields({ trigger, sources, onChange: change }: Props) {
  useEffect(() => {
    if (!trigger.source && sources[0]) change({ source: sources[0] });
  }, [sources.join()]);
  return (
    <>
      <fieldset class="segmented trigger-kind">
        <legend class="field-label">{t('When it runs')}</legend>
        {kinds.map(([kind, name]) => (
          <label key={kind}>
            <input
              type="radio"
              name="trigger-kind"
              checked={trigger.kind === kind}
              onChange={() => change({ kind, ...(trigger.phrase ? {} : { read: null }) })}
            />
            <span>{t(name)}</span>
          </label>
        ))}
      </fieldset>
      {trigger.kind === 'rule' && <RuleFields trigger={trigger} sources={sources} change={change} />}
      {trigger.kind === 'event' ? (
        <>
          <label class="field-label" for="event-format">{t('How its events are signed')}</label>
          <select id="event-format" class="input" value={trigger.format} onChange={(event) => change({ format: event.currentTarget.value })}>
            <option value="standard">Standard Webhooks</option>
            <option value="github">GitHub</option>
            <option value="stripe">Stripe</option>
          </select>
          <p class="hint">{t('You get an address and a signing secret, shown once. Runs read events as information, never as instructions.')}</p>
        </>
      ) : <Schedule trigger={trigger} change={change} />}
    </>
  );
}

function Schedule({ trigger, change }: { trigger: TriggerDraft; change: (part: Partial<TriggerDraft>) => void }) {
  const [understood, setUnderstood] = useState<ScheduleWords | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  useEffect(() => {
    if (!trigger.phrase.trim()) return;
    const stop = new AbortController();
    const timer = setTimeout(() => {
      automations.words(trigger.phrase.trim(), trigger.timeZone, stop.signal).then(
        (found) => {
          setUnderstood(found);
          setProblem(null);
          change({ read: readOf(found) });
        },
        (failure: unknown) => {
          if (stop.signal.aborted) return;
          setUnderstood(null);
          setProblem(sentence(failure));
          change({ read: null });
        },
      );
    }, pause);
    return () => {
      clearTimeout(timer);
      stop.abort();
    };
  }, [trigger.phrase, trigger.timeZone]);
  const zones = [...new Set([trigger.timeZone, ...Intl.supportedValuesOf('timeZone'), 'UTC'])];
  return (
    <div class="schedule">
      <div class="field-pair">
        <div>
          <label class="field-label" for="schedule-phrase">{trigger.kind === 'rule' ? t('How often it checks') : t('In words')}</label>
          <input
            id="schedule-phrase"
            class="input"
            required
            autoComplete="off"
            placeholder={trigger.kind === 'rule' ? 'every 15 minutes' : 'every Monday at 8:00, or tomorrow at noon'}
            aria-describedby="schedule-understood"
            value={trigger.phrase}
            onInput={(event) => change({ phrase: event.currentTarget.value, read: null })}
          />
        </div>
        <div>
          <label class="field-label" for="schedule-zone">{t('Time zone')}</label>
          <select id="schedule-zone" class="input" value={trigger.timeZone} onChange={(event) => change({ timeZone: event.currentTarget.value, read: null })}>
            {zones.map((one) => <option key={one} value={one}>{one.replaceAll('_', ' ')}</option>)}
          </select>
        </div>
      </div>
      <div id="schedule-understood" class="understood" role="status">
        {problem && trigger.phrase ? (
          <p class="field-problem">{problem}</p>
        ) : understood && trigger.phrase ? (
          <>
            <p>
              <b>{understood.words}</b> <span class="faint">{zoneName(understood.timeZone)}</span>
            </p>
            <NextTimes next={understood.next} timeZone={understood.timeZone} />
          </>
        ) : (
          <p class="hint">{t('The next five times appear here.')}</p>
        )}
      </div>
    </div>
  );
}

function RuleFields({ trigger, sources, change }: { trigger: TriggerDraft; sources: string[]; change: (part: Partial<TriggerDraft>) => void }) {
  return (
    <>
      {trigger.watched ? (
        <p class="watched">
          {rich('Watches {figures}, asked as you each time.', { figures: <b>{trigger.watched}</b> })}{' '}
          <button type="button" class="linklike" onClick={() => change({ watched: '' })}>
            {t('Change the query')}
          </button>
        </p>
      ) : (
        <RuleQuery trigger={trigger} sources={sources} change={change} />
      )}
      <div class="field-pair">
        <div>
          <label class="field-label" for="rule-condition">{t('It runs when')}</label>
          <select
            id="rule-condition"
            class="input"
            value={trigger.condition}
            onChange={(event) => change({ condition: event.currentTarget.value as RuleCondition['kind'] })}
          >
            <option value="changes">{t('the result changes')}</option>
            <option value="above">{t('the first number rises above')}</option>
            <option value="below">{t('the first number falls below')}</option>
          </select>
        </div>
        {trigger.condition !== 'changes' && (
          <div>
            <label class="field-label" for="rule-threshold">{t('This number')}</label>
            <input
              id="rule-threshold"
              class="input"
              type="number"
              step="any"
              required
              value={trigger.threshold}
              onInput={(event) => change({ threshold: event.currentTarget.value })}
            />
          </div>
        )}
      </div>
    </>
  );
}

function RuleQuery({ trigger, sources, change }: { trigger: TriggerDraft; sources: string[]; change: (part: Partial<TriggerDraft>) => void }) {
  return (
    <>
      <label class="field-label" for="rule-source">{t('Source')}</label>
      <select id="rule-source" class="input" value={trigger.source} onChange={(event) => change({ source: event.currentTarget.value })}>
        {sources.map((source) => (
          <option key={source} value={source}>
            {source}
          </option>
        ))}
      </select>
      <label class="field-label" for="rule-sql">{t('Query, run as you each time')}</label>
      <textarea
        id="rule-sql"
        class="input code-field"
        required
        rows={3}
        spellcheck={false}
        placeholder="select count(*) from deals where closed_on is null"
        value={trigger.sql}
        onInput={(event) => change({ sql: event.currentTarget.value })}
      />
    </>
  );
}
