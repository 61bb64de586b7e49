import type { ArtifactHead, Kind } from '../../artifacts/shapes';
import { languageOfTexts, t, type Text, type TextWith } from '../../words/say';
import type { IconName } from '../Icon';

export interface Template {
  /** The initial template of this kind, if it differs from the default. */
  template?: string;
  kind: Kind;
  name: Text;
  what: Text;
  icon: IconName;
  title: Text;
  /** The words that the template writes into a new artifact, in English. */
  words: Text[];
}

export const templates: Template[] = [
  { kind: 'list', name: 'List', what: 'Things to do, with who and when.', icon: 'check', title: 'To do', words: ['Task', 'Owner', 'Due'] },
  { kind: 'board', name: 'Board', what: 'Cards that move from column to column.', icon: 'board',
    title: 'Board', words: ['Card', 'Column', 'To do', 'Doing', 'Done', 'Owner', 'Due'] },
  { template: 'tracker', kind: 'list', name: 'Tracker', what: 'A list with stage, owner, next step and date.', icon: 'table',
    title: 'Tracker', words: ['Name', 'Stage', 'New', 'Active', 'Waiting', 'Closed', 'Owner', 'Next step', 'Due'] },
  { template: 'log', kind: 'list', name: 'Log', what: 'Dated entries: what happened, with whom.', icon: 'note',
    title: 'Log', words: ['Date', 'What', 'Who', 'Notes'] },
  { kind: 'document', name: 'Document', what: 'Text that several people write at once.', icon: 'page', title: 'Notes', words: [] },
  { kind: 'dashboard', name: 'Dashboard', what: 'Queries, each run as whoever looks.', icon: 'grid', title: 'Dashboard', words: ['Period'] },
  { kind: 'tool', name: 'Small tool', what: 'A form, and what it takes as a list, figures and charts.', icon: 'settings',
    title: 'Tool', words: ['Name', 'Date', 'Notes', 'Add'] },
];

/** Returns the template's words in the reader's language, by the English ones. Undefined for English. */
export const wordsOf = ({ words }: Template): Record<string, string> | undefined =>
  languageOfTexts() === 'en' || !words.length ? undefined : Object.fromEntries(words.map((word) => [word, t(word)]));

const icons: Record<Kind, IconName> = { list: 'list', board: 'board', document: 'page', dashboard: 'grid', chart: 'chart', table: 'table', tool: 'settings' };
const names: Record<Kind, Text> = {
  list: 'List',
  board: 'Board',
  document: 'Document',
  dashboard: 'Dashboard',
  chart: 'Chart',
  table: 'Table',
  tool: 'Small tool',
};
const begun: Record<Kind, TextWith<'name'>> = {
  list: 'A list that {name} began', board: 'A board that {name} began', document: 'A document that {name} began', dashboard: 'A dashboard that {name} began',
  chart: 'A chart that {name} began', table: 'A table that {name} began', tool: 'A small tool that {name} began',
};

export const iconOf = (artifact: Pick<ArtifactHead, 'kind'>): IconName => icons[artifact.kind] ?? 'page';
export const kindName = ({ kind }: Pick<ArtifactHead, 'kind'>): string => (names[kind] ? t(names[kind]) : kind);
export const begunBy = ({ kind, madeBy }: Pick<ArtifactHead, 'kind' | 'madeBy'>): string => (begun[kind] ? t(begun[kind], { name: madeBy.name }) : kind);
