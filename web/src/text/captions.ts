import type { Block, Message } from '../api/shapes';
import { t } from '../words/say';
import { tableName } from './tools';

/** The context of an answer's tables: the question, and the source tables that the answer used. */
export interface About {
  question: string;
  tables: Record<string, string[]>;
  /** True if this is the answer's only table. */
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

/** Returns the caption of a table: the question if it is the whole answer, else the source tables. */
export function captionOf(block: Block, about: About): string {
  if (block.title) return block.title;
  const question = about.question.trim().replace(/\s+/g, ' ');
  if (about.only && question && question.length <= longestQuestion && !question.startsWith('/')) return question.replace(/[?.!]+$/, '');
  const tables = about.tables[block.source ?? ''] ?? [];
  return tables.length === 2 ? t('{first} and {second}', { first: tables[0]!, second: tables[1]! }) : (tables.length === 1 && tables[0]) || t('Table');
}
