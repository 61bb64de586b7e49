import { t, type TextWith } from '../words/say';

/** Returns whether a value is the current user in a database's spelling: `( SELECT (CURRENT_USER)::text COLLATE "default")`. */
const isAsker = (value: string): boolean =>
  /^(current_user|session_user|user)$/.test(value.toLowerCase().replace(/\bas "?\w+"?|\bselect\b|\bcollate "?\w+"?|::\w+/g, '').replace(/[()\s]/g, ''));

/** Removes brackets around the whole expression. */
function bare(text: string): string {
  const trimmed = text.trim();
  if (!trimmed.startsWith('(') || !trimmed.endsWith(')')) return trimmed;
  let depth = 0;
  for (const [at, letter] of [...trimmed].entries()) {
    depth += letter === '(' ? 1 : letter === ')' ? -1 : 0;
    if (depth === 0 && at < trimmed.length - 1) return trimmed;
  }
  return bare(trimmed.slice(1, -1));
}

const unquoted = (value: string): string => bare(value).replace(/::[\w ]+(\(\d+\))?$/, '').replace(/^'(.*)'$/s, '$1').replaceAll("''", "'");

const signs: Record<string, TextWith<'name' | 'value'>> = {
  '=': '{name} is {value}', '<>': '{name} is not {value}', '!=': '{name} is not {value}', '<': '{name} is below {value}', '>': '{name} is above {value}',
  '<=': '{name} is at most {value}', '>=': '{name} is at least {value}', is: '{name} is {value}',
};

/** Describes one comparison such as `(region = 'EMEA'::text)`. Returns null for anything more complex. */
function comparison(text: string, names: string[]): string | null {
  const [, column, sign, value] = /^"?([A-Za-z_]\w*)"? (=|<>|!=|<=|>=|<|>|is) (.+)$/s.exec(bare(text)) ?? [];
  if (!column || !sign || !value || / (and|or) /i.test(value)) return null;
  const name = column.replaceAll('_', ' ');
  const what = unquoted(value);
  if (sign === '=' && (isAsker(value) || names.includes(what.toLowerCase()))) return t('you are the {role}', { role: name.replace(/ (id|key|login)$/, '') });
  return /^[^()]*$/.test(what) ? t(signs[sign]!, { name, value: what }) : null;
}

/** Describes a row rule: `only rows where you are the assignee`. Complex rules are described only as a limit. */
export function rowWords(rule: string, names: string[] = []): string {
  if (/^(all rows( of this view)?|permit true)$/.test(rule)) return t('all rows');
  if (rule.startsWith('no rows')) return t('no rows');
  const condition = rule.replace(/^(rows( where)?|permit|restrict) /, '');
  const parts = bare(condition).split(/ or /i).map((part) => comparison(part, names));
  return parts.length && parts.every((part) => part !== null)
    ? t('only rows where {conditions}', { conditions: parts.join(t(', or') + ' ') })
    : t('only the rows that you may see');
}

/** Describes a finding of a source check for users. */
export function flagWords(flag: string): string {
  if (/below the security floor/.test(flag)) return t('This database is an old version with known security faults. Your administrator can update it.');
  if (/owner’s rights|owner's rights/.test(flag)) return t('A view here shows more rows than your own rights would.');
  if (/session variable/.test(flag)) return t('A rule of this database trusts what a connection says of itself.');
  if (/reaches other servers/.test(flag)) return t('This database can reach other servers.');
  if (/may create objects/.test(flag)) return t('Other people may put tables of their own into this database.');
  return t('Your administrator should look at this source.');
}

/** Returns the kind of a source without the vendor. */
export function kindWords(kind: string): string {
  switch (kind.toLowerCase()) {
    case 'postgres':
    case 'postgresql': return t('database');
    case 'sqlite': return t('file of tables');
    case 'mcp': return t('connected service');
    case 'wiki': return t('wiki');
    default: return kind;
  }
}
