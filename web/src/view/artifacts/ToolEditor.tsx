import { useState } from 'preact/hooks';
import { blocksOf, definitionOf } from '../../artifacts/fold';
import { fieldsOf } from '../../artifacts/items';
import type { Runs } from '../../artifacts/runs';
import type { ArtifactBlock } from '../../artifacts/shapes';
import { closeOverlay, overlay } from '../../state/overlay';
import { t, type Text } from '../../words/say';
import { Dialog } from '../Dialog';
import { Icon } from '../Icon';
import { lazily } from '../lazily';
import { PopMenu, type Act } from '../PopMenu';
import type { EditorProps } from './ArtifactView';
import { addBlock, blockMoves, moveBlockBy } from './blockActs';
import { Here } from './Here';
import { Parameters, useRuns } from './Parameters';
import { RequestBlock } from './RequestBlock';
import { TextBlock } from './TextBlock';
import { ToolPart } from './ToolPart';

const RequestDialog = lazily(() => import('./RequestDialog').then((part) => part.RequestDialog), true);

const PartFieldsDialog = lazily(() => import('./PartFieldsDialog').then((part) => part.PartFieldsDialog), true);

/** A small tool: forms, lists, figures and charts over the shared items and declared queries. */
export function ToolEditor({ live, artifact }: EditorProps) {
  const runs = useRuns(live);
  const all = blocksOf(artifact);
  const within = new Set(all.flatMap((block) => (block.tabs ?? []).flatMap((tab) => tab.blocks)));
  const top = all.filter((block) => !within.has(block.id));
  const hasFields = fieldsOf(artifact).length > 0;
  const query = (block?: ArtifactBlock): void => void (overlay.value = { kind: 'own', view: () => <RequestDialog live={live} block={block} /> });
  const words = (block?: ArtifactBlock): void =>
    void (overlay.value = { kind: 'own', view: () => <WordsDialog live={live} artifact={artifact} block={block} /> });
  return (
    <div class="tool-editor">
      <Parameters artifact={artifact} runs={runs} />
      {all.length === 0 && <p class="hint">{t('An empty tool. Add a form and a list to begin: what the form takes, the list shows.')}</p>}
      {top.map((block) => (
        <Part
          key={block.id}
          live={live}
          artifact={artifact}
          block={block}
          runs={runs}
          all={top}
          onEdit={() => (block.type === 'request' ? query(block) : words(block))}
        />
      ))}
      <div class="add-block" role="group" aria-label={t('Add to the tool')}>
        <button
          type="button"
          class="quiet"
          disabled={!hasFields}
          onClick={() => addBlock(live, { type: 'form', action: { op: 'add', label: t('Add') } })}
        >
          <Icon name="plus" />
          {t('Form')}
        </button>
        <button type="button" class="quiet" disabled={!hasFields} onClick={() => addBlock(live, { type: 'list' })}>
          <Icon name="plus" />
          {t('List')}
        </button>
        <button type="button" class="quiet" onClick={() => addBlock(live, { type: 'stat', title: t('Items') })}><Icon name="plus" />{t('Figure')}</button>
        <button type="button" class="quiet" onClick={() => words()}><Icon name="plus" />{t('Text')}</button>
        <button type="button" class="quiet" onClick={() => query()}><Icon name="plus" />{t('Query')}</button>
      </div>
    </div>
  );
}

const names: Partial<Record<ArtifactBlock['type'], Text>> = {
  form: 'this form',
  list: 'this list',
  table: 'this table',
  chart: 'this chart',
  stat: 'this figure',
  text: 'this text',
  tabs: 'these tabs',
  request: 'this query',
  markdown: 'this text',
};
const isNamed = new Set<ArtifactBlock['type']>(['form', 'list', 'table', 'chart', 'stat', 'text']);
const showsFields = ({ type, request }: ArtifactBlock): boolean => type === 'form' || type === 'list' || (type === 'table' && !request);

function Part({ live, artifact, block, runs, all, onEdit }: EditorProps & { block: ArtifactBlock; runs: Runs; all: ArtifactBlock[]; onEdit: () => void }) {
  const name = block.title || t(names[block.type] ?? 'this part');
  const acts = (): Act[] => [
    ...(block.locked
      ? []
      : block.type === 'request'
        ? [{ name: t('Edit the query…'), icon: 'pencil' as const, act: onEdit }]
        : isNamed.has(block.type)
          ? [{ name: block.type === 'text' ? t('Edit the text…') : t('Rename…'), icon: 'pencil' as const, act: onEdit }]
          : []),
    ...(showsFields(block) && !block.locked
      ? [
          {
            name: t('Fields of this part…'),
            icon: 'list' as const,
            act: () => void (overlay.value = { kind: 'own', view: () => <PartFieldsDialog live={live} block={block} /> }),
          },
        ]
      : []),
    ...blockMoves({ live, artifact }, block, all),
  ];
  const keys = (event: KeyboardEvent): void => {
    const step = event.altKey ? { ArrowUp: -1, ArrowDown: 1 }[event.key] : undefined;
    if (!step || (event.target instanceof Element && event.target.closest('textarea, input, select'))) return;
    event.preventDefault();
    moveBlockBy({ live, artifact }, block, step, all);
  };
  return (
    <section class="tool-part" data-block={block.id} aria-label={name} onKeyDown={keys} onFocusIn={() => live.spots.lookAt({ block: block.id })}>
      <div class="block-body">
        {block.title && !block.locked && block.type !== 'stat' && block.type !== 'request' && <h2 class="tool-name">{block.title}</h2>}
        {block.type === 'request' && !block.locked ? <RequestBlock runs={runs} block={block} />
          : block.type === 'markdown' && !block.locked ? <TextBlock live={live} block={block} text={artifact.texts?.[block.id]?.text ?? ''} fresh={false} />
          : <ToolPart live={live} artifact={artifact} block={block} runs={runs} />}
      </div>
      <span class="block-acts"><Here live={live} block={block.id} /><PopMenu label={t('More for {name}', { name })} of={name} acts={acts} /></span>
    </section>
  );
}

/** A dialog for the title of a part or the content of a text. */
function WordsDialog({ live, block }: EditorProps & { block?: ArtifactBlock | undefined }) {
  const isText = !block || block.type === 'text';
  const [text, setText] = useState((isText ? block?.text : block.title) ?? '');
  const submit = (event: Event): void => {
    event.preventDefault();
    const said = text.trim();
    if (!block) addBlock(live, { type: 'text', text: said });
    else {
      const { title: _, ...rest } = definitionOf(block);
      live.do({
        op: 'block',
        block: isText ? { ...definitionOf(block), text: said } : { ...rest, ...(said ? { title: said } : {}) },
        order: block.order ?? 'a0',
      });
    }
    closeOverlay();
  };
  return (
    <Dialog title={isText ? t('Text') : t('Title')}>
      <form onSubmit={submit}>
        <label class="field-label" for="tool-words">{isText ? t('Text') : t('Title')}</label>
        {isText ? (
          <textarea
            id="tool-words"
            class="input"
            data-first
            required
            rows={5}
            maxLength={4_000}
            value={text}
            onInput={(event) => setText(event.currentTarget.value)}
          />
        ) : (
          <input
            id="tool-words"
            class="input"
            data-first
            maxLength={100}
            autoComplete="off"
            value={text}
            onInput={(event) => setText(event.currentTarget.value)}
          />
        )}
        <div class="dialog-foot">
          <button type="button" class="button" onClick={closeOverlay}>
            {t('Cancel')}
          </button>
          <button type="submit" class="button primary">
            {t('Save')}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
