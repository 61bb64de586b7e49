/** What a tool does, in the words of whoever it works for. */
interface Words {
  /** look up */
  base: string;
  /** looked up */
  past: string;
  /** looking up */
  now: string;
  what: string;
  group: Group;
}

export type Group = 'Look things up' | 'Change data and pages' | 'Remember' | 'Plan work' | 'Other services';

const groups: Group[] = ['Look things up', 'Change data and pages', 'Remember', 'Plan work', 'Other services'];

const own: Record<string, Words> = {
  query_data: { base: 'look up', past: 'looked up', now: 'looking up', what: 'data', group: 'Look things up' },
  describe_data: { base: 'check', past: 'checked', now: 'checking', what: 'what data there is', group: 'Look things up' },
  search_wiki: { base: 'search', past: 'searched', now: 'searching', what: 'the wiki', group: 'Look things up' },
  read_page: { base: 'read', past: 'read', now: 'reading', what: 'a wiki page', group: 'Look things up' },
  list_spaces: { base: 'list', past: 'listed', now: 'listing', what: 'the wiki’s spaces', group: 'Look things up' },
  earlier_answers: { base: 'read', past: 'read', now: 'reading', what: 'earlier answers of the thread', group: 'Look things up' },
  open_connection: { base: 'open', past: 'opened', now: 'opening', what: 'a connected service', group: 'Other services' },
  change_data: { base: 'change', past: 'changed', now: 'changing', what: 'data', group: 'Change data and pages' },
  write_page: { base: 'write', past: 'wrote', now: 'writing', what: 'a wiki page', group: 'Change data and pages' },
  remember: { base: 'remember', past: 'remembered', now: 'remembering', what: 'something about you', group: 'Remember' },
  recall: { base: 'recall', past: 'recalled', now: 'recalling', what: 'what it remembers of you', group: 'Remember' },
  forget: { base: 'forget', past: 'forgot', now: 'forgetting', what: 'something it remembered', group: 'Remember' },
  create_automation: { base: 'set up', past: 'set up', now: 'setting up', what: 'an automation', group: 'Plan work' },
  run_later: { base: 'go on', past: 'planned to go on', now: 'planning to go on', what: 'later', group: 'Plan work' },
  run_part: { base: 'split off', past: 'split off', now: 'splitting off', what: 'a part of the work', group: 'Plan work' },
};

/** A tool of another service is called `service_what_it_does`; a service's id has no underscore. */
function foreign(tool: string): Words {
  const at = tool.indexOf('_');
  const what = at > 0 ? `“${tool.slice(at + 1).replaceAll('_', ' ')}” of ${tool.slice(0, at)}` : `“${tool.replaceAll('_', ' ')}”`;
  return { base: 'use', past: 'used', now: 'using', what, group: 'Other services' };
}

const wordsOf = (tool: string): Words => own[tool] ?? foreign(tool);

/** What it may do: `change data`. */
export function toolName(tool: string): string {
  const { base, what } = wordsOf(tool);
  return `${base} ${what}`;
}

/** The tool of a connected service without the service: its card says whose it is. */
export const toolOfService = (tool: string): string => tool.slice(tool.indexOf('_') + 1).replaceAll('_', ' ');

/** Tools by what they are for, in the order in which people think of them. */
export function groupedTools<T extends { name: string }>(tools: T[]): Array<[Group, T[]]> {
  return groups.map((group): [Group, T[]] => [group, tools.filter((tool) => wordsOf(tool.name).group === group)]).filter(([, inside]) => inside.length > 0);
}

/** The place of a step that asked every source at once, such as what there is to see. */
export const everySource = '*';
const mostNamed = 3;

/** `public.sales_orders` as people say it. */
export const tableName = (relation: string): string => (relation.split('.').at(-1) ?? relation).replaceAll('_', ' ');

const listed = (names: string[]): string => (names.length > mostNamed ? `${names.slice(0, mostNamed).join(', ')} and ${names.length - mostNamed} more` : names.join(', '));

/** What a step did or does: `looked up deals in company`. */
export function stepWords(step: { tool: string; status: string; note?: string | undefined }, source?: string, tables: string[] = []): string {
  const { base, past, now, what } = wordsOf(step.tool);
  // What is to be changed is told as `source: schema.table`.
  const [place, table] = source?.split(': ') ?? [];
  const known = table ? [table] : tables;
  const where = own[step.tool] && place && place !== everySource && place !== step.tool && place !== 'wiki' ? ` in ${place}` : '';
  const object = (/^(query|change)_data$/.test(step.tool) && known.length ? listed(known.map(tableName)) : what) + where;
  switch (step.status) {
    case 'succeeded': return `${past} ${object}`;
    case 'running': return `${now} ${object}`;
    case 'allowed': return `wants to ${base} ${object}`;
    case 'waiting': return `wants to ${base} ${object}: waits for you`;
    case 'refused':
    case 'failed': return step.tool === 'query_data' && step.note === 'NOT_FOUND' ? `found no such data${where}` : `could not ${base} ${object}`;
    case 'denied': return `was not allowed to ${base} ${object}`;
    case 'declined': return `did not ${base} ${object}: you declined`;
    case 'expired': return `did not ${base} ${object}: the confirmation expired`;
    case 'unknown': return `may have ${past} ${object}: no outcome is on record`;
    default: return `${base} ${object}: ${step.status}`;
  }
}
