import { signal } from '@preact/signals';
import { get, patch, post, query, remove } from '../api/http';
import type { Automation, AutomationContent, AutomationState, ScheduleWords, StandingConsent, Trigger, WantedAutomation } from '../api/automations';
import type { Listing } from '../api/shapes';
import { dateOf } from '../text/time';
import { toolName } from '../text/tools';
import { t, type Text } from '../words/say';

const at = (id: string, more = ''): string => `/api/automations/${id}${more}`;

/** A counter of consents given in this page. Views of automations reload when it changes. */
export const agreements = signal(0);

export interface Agreement {
  automation: Automation;
  content: AutomationContent;
  /** Consent to the current version, to somebody's proposal, or to a copy as one's own. */
  how: { kind: 'agree' } | { kind: 'proposal'; id: string } | { kind: 'adopt' };
}

export const stateWords: Record<AutomationState, { words: Text; tone: string }> = {
  waiting: { words: 'waits for your agreement', tone: 'warn' },
  active: { words: 'active', tone: 'good' },
  paused: { words: 'paused', tone: '' },
  parked: { words: 'on hold', tone: 'warn' },
  finished: { words: 'finished', tone: '' },
  ended: { words: 'ended', tone: '' },
};

export const automationPath = (id: string): string => `/automations/${id}`;

export const automations = {
  list: (continuation?: string): Promise<Listing<Automation>> => get(`/api/automations${query({ limit: '100', continuation })}`),
  find: (id: string, signal?: AbortSignal): Promise<Automation> => get(at(id), signal),
  create: (wanted: WantedAutomation): Promise<Automation> => post('/api/automations', wanted),
  /** A change by the author creates a draft. A change by another reader creates a proposal. */
  change: (id: string, wanted: WantedAutomation): Promise<Automation | undefined> => patch(at(id), wanted),
  end: (id: string): Promise<void> => remove(at(id)),
  agree: (id: string, contentHash: string, proposalId?: string): Promise<Automation> => post(at(id, '/agree'), { contentHash, proposalId }),
  adopt: (id: string, contentHash: string): Promise<Automation> => post(at(id, '/adopt'), { contentHash }),
  act: (id: string, what: 'pause' | 'resume' | 'run'): Promise<unknown> => post(at(id, `/${what}`)),
  newSecret: (id: string, secret?: string): Promise<Automation> => post(at(id, '/secret'), secret === undefined ? undefined : { secret }),
  words: (text: string, timeZone: string, signal?: AbortSignal): Promise<ScheduleWords> => get(`/api/automations/words${query({ text, timeZone })}`, signal),
};

const secrets = new Map<string, string>();

/** Keeps a secret for the page that shows it. The server returns it only once, when it is created. */
export function keepSecret(automation: Automation): void {
  if (automation.trigger.kind === 'event' && automation.trigger.secretShownOnce) secrets.set(automation.id, automation.trigger.secretShownOnce);
}

export function takeSecret(id: string): string | undefined {
  const secret = secrets.get(id);
  secrets.delete(id);
  return secret;
}

const consentLines = (consent: StandingConsent): string[] => [
  t('May without asking: {tool}: {target}, seen by {audience}, {n} times in all, until {date}', {
    tool: toolName(consent.tool),
    target: consent.target,
    audience: consent.audience,
    n: consent.total,
    date: dateOf(consent.until),
  }),
  ...Object.entries(consent.fields).map(([name, value]) => `  ${name}: ${value}`),
  `  ${t('with data from: {sources}', { sources: consent.sources.join(', ') || t('no source') })}`,
];

const triggerLines = (trigger: Trigger): string[] => [
  t('When: {words}', { words: trigger.words }),
  ...(trigger.kind === 'event' ? [] : [t('Time zone: {zone}', { zone: trigger.timeZone })]),
  ...(trigger.kind === 'rule' ? [t('Source: {source}', { source: trigger.source }), t('Query: {sql}', { sql: trigger.sql })] : []),
];

/** Converts the agreed content to lines of text, so that every difference shows. */
export const asText = (content: AutomationContent): string =>
  [
    t('Title: {title}', { title: content.title }),
    ...triggerLines(content.trigger),
    t('May: {tools}', { tools: content.tools.length ? content.tools.map(toolName).join(', ') : t('look things up, and change nothing') }),
    ...content.consents.flatMap(consentLines),
    '',
    content.prompt,
  ].join('\n');
