import { useEffect, useState } from 'preact/hooks';
import { get } from '../api/http';
import type { Listing, Person } from '../api/shapes';
import { myself } from '../state/session';

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
    <form class="filters" onSubmit={submit} aria-label="Filter the audit">
      <label>Person
        <select class="input" name="subject" key={everyone.length} defaultValue={terms['subject'] ?? ''}>
          <option value="" selected={!terms['subject']}>Anyone</option>
          {everyone.map((person) => <option key={person.subject} value={person.subject} selected={terms['subject'] === person.subject}>{person.name}</option>)}
        </select>
      </label>
      <label>Tool<input class="input" name="tool" defaultValue={terms['tool'] ?? ''} placeholder="query_data" autoComplete="off" /></label>
      <label>Resource<input class="input" name="resource" defaultValue={terms['resource'] ?? ''} placeholder="employees.salary" autoComplete="off" /></label>
      <label>Decision
        <select class="input" name="decision">
          <option value="" selected={!terms['decision']}>Any</option>
          {decisions.map((decision) => <option key={decision} value={decision} selected={terms['decision'] === decision}>{decision}</option>)}
        </select>
      </label>
      <label>From<input class="input" type="date" name="from" defaultValue={terms['from']?.slice(0, 10) ?? ''} /></label>
      <label>To<input class="input" type="date" name="to" defaultValue={terms['to']?.slice(0, 10) ?? ''} /></label>
      <input type="hidden" name="thread" value={terms['thread'] ?? ''} />
      <span class="filter-acts">
        <button type="submit" class="button small primary">Filter</button>
        {Object.keys(terms).length > 0 && <button type="button" class="button small" onClick={() => onApply({})}>Clear</button>}
        {terms['thread'] && <span class="tag">one thread only</span>}
      </span>
    </form>
  );
}
