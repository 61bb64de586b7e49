import { useEffect, useState } from 'preact/hooks';
import { get } from '../api/http';
import type { Listing, Person } from '../api/shapes';
import { myself } from '../state/session';
import { decisionWords } from '../text/acts';
import { t } from '../words/say';

export const filterNames = ['subject', 'thread', 'tool', 'resource', 'decision', 'from', 'to'] as const;

const decisions = ['allowed', 'denied', 'succeeded', 'refused', 'failed', 'unknown'];

interface Props {
  terms: Record<string, string>;
  onApply: (terms: Record<string, string>) => void;
}

export function AuditFilters({ terms, onApply }: Props) {
  const [people, setPeople] = useState<Person[]>([]);
  useEffect(() => {
    get<Listing<Person>>('/api/people?limit=200').then((found) => setPeople(found.items), () => {});
  }, []);
  const submit = (event: Event): void => {
    event.preventDefault();
    const form = new FormData(event.currentTarget as HTMLFormElement);
    const chosen: Record<string, string> = {};
    for (const name of filterNames) {
      const value = String(form.get(name) ?? '').trim();
      if (value) chosen[name] = name === 'to' ? `${value}T23:59:59Z` : value;
    }
    onApply(chosen);
  };
  const everyone = people.some((person) => person.subject === myself()?.subject) ? people : [...people, ...(myself() ? [myself()!] : [])];
  return (
    <form class="filters" onSubmit={submit} aria-label={t('Filter the audit')}>
      <label>{t('Person')}
        <select class="input" name="subject" key={everyone.length} defaultValue={terms['subject'] ?? ''}>
          <option value="" selected={!terms['subject']}>{t('Anyone')}</option>
          {everyone.map((person) => <option key={person.subject} value={person.subject} selected={terms['subject'] === person.subject}>{person.name}</option>)}
        </select>
      </label>
      <label>{t('Tool')}<input class="input" name="tool" defaultValue={terms['tool'] ?? ''} placeholder="query_data" autoComplete="off" /></label>
      <label>
        {t('Resource')}
        <input class="input" name="resource" defaultValue={terms['resource'] ?? ''} placeholder="employees.salary" autoComplete="off" />
      </label>
      <label>{t('Decision')}
        <select class="input" name="decision">
          <option value="" selected={!terms['decision']}>{t('Any')}</option>
          {decisions.map((decision) => <option key={decision} value={decision} selected={terms['decision'] === decision}>{decisionWords(decision)}</option>)}
        </select>
      </label>
      <label>{t('From')}<input class="input" type="date" name="from" defaultValue={terms['from']?.slice(0, 10) ?? ''} /></label>
      <label>{t('To')}<input class="input" type="date" name="to" defaultValue={terms['to']?.slice(0, 10) ?? ''} /></label>
      <input type="hidden" name="thread" value={terms['thread'] ?? ''} />
      <span class="filter-acts">
        <button type="submit" class="button small primary">{t('Filter')}</button>
        {Object.keys(terms).length > 0 && <button type="button" class="button small" onClick={() => onApply({})}>{t('Clear')}</button>}
        {terms['thread'] && <span class="tag">{t('one thread only')}</span>}
      </span>
    </form>
  );
}
