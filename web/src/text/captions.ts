import type { Block, Message } from '../api/shapes';
import { t } from '../words/say';
import { tableName } from './tools';

/** What is known of an answer's tables beside their rows: what was asked, and which tables of each source the answer rests on. */
export interface About {
  question: string;
  tables: Record<string, string[]>;
  /** Whether this is the answer's only table. */
  only: boolean;
}

export const nothingKnown: About = { question: '', tables: {}, only: false };

const longestQuestion = 70;

export function aboutOf(message: Message, question: string | undefined): About {
  const tables: Record<string, string[]> = {};
  for (const { source, relation } of message.touched ?? []) {
    if (relation !== '*') tables[source] = [...new Set([...(tables[source] ?? []), tableName(relation)])];
  }
  return { question: question ?? '', tables, only: (message.blocks ?? []).filter((block) => block.columns).length === 1 };
}

/** What a table is, in a reader's words: what was asked where it is the whole answer, else the tables that it comes from. */
export function captionOf(block: Block, about: About): string {
  if (block.title) return block.title;
  const question = about.question.trim().replace(/\s+/g, ' ');
  if (about.only && question && question.length <= longestQuestion && !question.startsWith('/')) return question.replace(/[?.!]+$/, '');
  const tables = about.tables[block.source ?? ''] ?? [];
  return tables.length === 2 ? t('{first} and {second}', { first: tables[0]!, second: tables[1]! }) : (tables.length === 1 && tables[0]) || t('Table');
}
