import { t, type Text, type TextWith } from '../words/say';

/** The description of a tool in three forms. */
interface Words {
  /** look up data */
  base: TextWith<'what'>;
  /** looked up data */
  past: TextWith<'what'>;
  /** looking up data */
  now: TextWith<'what'>;
  what: string;
  group: Group;
}

export type Group = 'Look things up' | 'Change data and pages' | 'Remember' | 'Plan work' | 'Other services';

const groups: Group[] = ['Look things up', 'Change data and pages', 'Remember', 'Plan work', 'Other services'];

const others: Group = 'Other services';

const own: Record<string, Words & { what: Text }> = {
  query_data: { base: 'look up {what}', past: 'looked up {what}', now: 'looking up {what}', what: 'data', group: 'Look things up' },
  describe_data: { base: 'check {what}', past: 'checked {what}', now: 'checking {what}', what: 'what data there is', group: 'Look things up' },
  search_wiki: { base: 'search {what}', past: 'searched {what}', now: 'searching {what}', what: 'the wiki', group: 'Look things up' },
  read_page: { base: 'read {what}', past: 'past|read {what}', now: 'reading {what}', what: 'a wiki page', group: 'Look things up' },
  list_spaces: { base: 'list {what}', past: 'listed {what}', now: 'listing {what}', what: 'the wiki’s spaces', group: 'Look things up' },
  earlier_answers: { base: 'read {what}', past: 'past|read {what}', now: 'reading {what}', what: 'earlier answers of the thread', group: 'Look things up' },
  open_connection: { base: 'open {what}', past: 'opened {what}', now: 'opening {what}', what: 'a connected service', group: 'Other services' },
  change_data: { base: 'change {what}', past: 'changed {what}', now: 'changing {what}', what: 'data', group: 'Change data and pages' },
  write_page: { base: 'write {what}', past: 'wrote {what}', now: 'writing {what}', what: 'a wiki page', group: 'Change data and pages' },
  create_artifact: { base: 'make {what}', past: 'made {what}', now: 'making {what}', what: 'a list, document or dashboard', group: 'Change data and pages' },
  change_artifact: {
    base: 'change {what}',
    past: 'changed {what}',
    now: 'changing {what}',
    what: 'a list, document or dashboard',
    group: 'Change data and pages',
  },
  change_item: { base: 'change {what}', past: 'changed {what}', now: 'changing {what}', what: 'an item of a list', group: 'Change data and pages' },
  read_artifact: { base: 'read {what}', past: 'past|read {what}', now: 'reading {what}', what: 'a list, document or dashboard', group: 'Look things up' },
  remember: { base: 'remember {what}', past: 'remembered {what}', now: 'remembering {what}', what: 'something about you', group: 'Remember' },
  recall: { base: 'recall {what}', past: 'recalled {what}', now: 'recalling {what}', what: 'what it remembers of you', group: 'Remember' },
  forget: { base: 'forget {what}', past: 'forgot {what}', now: 'forgetting {what}', what: 'something it remembered', group: 'Remember' },
  create_automation: { base: 'set up {what}', past: 'past|set up {what}', now: 'setting up {what}', what: 'an automation', group: 'Plan work' },
  run_later: { base: 'go on {what}', past: 'planned to go on {what}', now: 'planning to go on {what}', what: 'later', group: 'Plan work' },
  run_part: { base: 'split off {what}', past: 'past|split off {what}', now: 'splitting off {what}', what: 'a part of the work', group: 'Plan work' },
};

/** Describes a tool of another service, named `service_what_it_does`. A service id contains no underscore. */
function foreign(tool: string): Words {
  const at = tool.indexOf('_');
  const what =
    at > 0
      ? t('“{tool}” of {service}', { tool: tool.slice(at + 1).replaceAll('_', ' '), service: tool.slice(0, at) })
      : t('“{tool}”', { tool: tool.replaceAll('_', ' ') });
  return { base: 'use {what}', past: 'used {what}', now: 'using {what}', what, group: others };
}

const wordsOf = (tool: string): Words => {
  const known = own[tool];
  return known ? { ...known, what: t(known.what) } : foreign(tool);
};

/** Describes the capability of a tool: `change data`. */
export function toolName(tool: string): string {
  const { base, what } = wordsOf(tool);
  return t(base, { what });
}

/** Returns the tool name without the service, because the card already names the service. */
export const toolOfService = (tool: string): string => tool.slice(tool.indexOf('_') + 1).replaceAll('_', ' ');

/** Groups tools by purpose, in a fixed order. */
export function groupedTools<T extends { name: string }>(tools: T[]): Array<[Group, T[]]> {
  return groups.map((group): [Group, T[]] => [group, tools.filter((tool) => wordsOf(tool.name).group === group)]).filter(([, inside]) => inside.length > 0);
}

/** The source value of a step that queried every source, such as a catalog listing. */
export const everySource = '*';
const mostNamed = 3;

/** Returns a readable name of a relation such as `public.sales_orders`. */
export const tableName = (relation: string): string => (relation.split('.').at(-1) ?? relation).replaceAll('_', ' ');

const listed = (names: string[]): string =>
  names.length > mostNamed ? t('{tables} and {n} more', { tables: names.slice(0, mostNamed).join(', '), n: names.length - mostNamed }) : names.join(', ');

/** Describes a step: `looked up deals in company`. */
export function stepWords(step: { tool: string; status: string; note?: string | undefined }, source?: string, tables: string[] = []): string {
  const { base, past, now, what } = wordsOf(step.tool);
  // The target of a change has the form `source: schema.table`.
  const [place, table] = source?.split(': ') ?? [];
  const known = table ? [table] : tables;
  const where = own[step.tool] && place && place !== everySource && place !== step.tool && place !== 'wiki' && place !== 'artifacts' ? place : null;
  const object = /^(query|change)_data$/.test(step.tool) && known.length ? listed(known.map(tableName)) : what;
  const within = { what: where ? t('{what} in {place}', { what: object, place: where }) : object };
  const act = t(base, within);
  switch (step.status) {
    case 'succeeded': return t(past, within);
    case 'running': return t(now, within);
    case 'allowed': return t('wants to {act}', { act });
    case 'waiting': return t('wants to {act}: waits for you', { act });
    case 'refused':
    case 'failed':
      return step.tool === 'query_data' && step.note === 'NOT_FOUND'
        ? where
          ? t('found no such data in {place}', { place: where })
          : t('found no such data')
        : t('could not {act}', { act });
    case 'denied': return t('was not allowed to {act}', { act });
    case 'declined': return t('did not {act}: you declined', { act });
    case 'expired': return t('did not {act}: the confirmation expired', { act });
    case 'stopped': return t('did not {act}: you stopped it before', { act });
    case 'unknown': return t('may have {acted}: no outcome is on record', { acted: t(past, within) });
    default: return `${act}: ${step.status}`;
  }
}
