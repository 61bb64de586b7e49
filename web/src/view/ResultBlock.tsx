import type { Block } from '../api/shapes';
import { nothingKnown, type About } from '../text/captions';
import { Markdown } from './Markdown';
import { OpenRows } from './OpenRows';
import { TableBlock } from './TableBlock';

/** A part of an answer: text, the rows of its speaker, or a table that the viewer can query with their own access. */
export function ResultBlock({ block, asShown, about = nothingKnown }: { block: Block; asShown?: boolean; about?: About }) {
  if (!block.columns) return block.text ? <Markdown text={block.text} /> : null;
  return block.rows ? (
    <TableBlock block={block} columns={block.columns} rows={block.rows} about={about} {...(asShown ? { asShown } : {})} />
  ) : (
    <OpenRows block={block} about={about} />
  );
}
