import { useEffect, useState } from 'preact/hooks';
import { isAimedAt } from '../../artifacts/aim';
import { artifactPath, listArtifacts, readArtifact } from '../../artifacts/api';
import { blocksOf, definitionOf } from '../../artifacts/fold';
import type { LiveArtifact } from '../../artifacts/live';
import type { Runs } from '../../artifacts/runs';
import type { ArtifactBlock, ArtifactHead } from '../../artifacts/shapes';
import { noticeFailure } from '../../state/notices';
import { plural, t } from '../../words/say';
import { Icon } from '../Icon';
import { PopMenu, type Act } from '../PopMenu';
import type { EditorProps } from './ArtifactView';
import { addBlock, blockMoves } from './blockActs';
import { Comments, countOf } from './Comments';
import { Here } from './Here';
import { useRuns } from './Parameters';
import { RequestBlock } from './RequestBlock';
import { TextBlock } from './TextBlock';
import { ToolPart } from './ToolPart';

const focusBlock = (id: string): void =>
  void requestAnimationFrame(() => document.querySelector<HTMLElement>(`[data-block="${id}"] :is(textarea, input, .edit-text)`)?.focus());

/** A document: blocks of text, headings and embedded artifacts, edited by several people at once. */
export function DocumentEditor({ live, artifact }: EditorProps) {
  const [fresh, setFresh] = useState<string | null>(null);
  const runs = useRuns(live);
  const blocks = blocksOf(artifact);
  const add = (block: Omit<ArtifactBlock, 'id'>): void => {
    const id = addBlock(live, block);
    setFresh(id);
    focusBlock(id);
  };
  return (
    <div class="document-editor">
      {blocks.length === 0 && <p class="hint">{t('An empty document. Add a text to begin.')}</p>}
      {blocks.map((block) => <Block key={block.id} live={live} artifact={artifact} block={block} runs={runs} fresh={fresh === block.id} />)}
      <div class="add-block" role="group" aria-label={t('Add to the document')}>
        <button type="button" class="quiet" onClick={() => add({ type: 'markdown' })}><Icon name="plus" />{t('Text')}</button>
        <button type="button" class="quiet" onClick={() => add({ type: 'heading', text: '', level: 2 })}><Icon name="plus" />{t('Heading')}</button>
        <EmbedChoice artifact={artifact} live={live} />
      </div>
    </div>
  );
}

function Block({ live, artifact, block, runs, fresh }: EditorProps & { block: ArtifactBlock; runs: Runs; fresh: boolean }) {
  const [talk, setTalk] = useState(() => isAimedAt(block.comments));
  const comments = countOf(block.comments);
  const name = block.type === 'heading' ? t('this heading') : block.type === 'embed' ? t('this artifact') : t('this text');
  const acts = (): Act[] => [{ name: t('Comment'), icon: 'talk', act: () => setTalk(true) }, ...blockMoves({ live, artifact }, block)];
  return (
    <section
      class={`block ${block.type}`}
      data-block={block.id}
      aria-label={block.type === 'heading' ? block.text || t('Heading') : undefined}
      onFocusIn={() => live.spots.lookAt({ block: block.id })}
    >
      <div class="block-body">
        {block.locked ? <p class="cell-locked"><Icon name="lock" />{t('This text rests on something that you may not see.')}</p>
          : block.type === 'heading' ? <Heading live={live} block={block} />
          : block.type === 'embed' ? <Embed block={block} />
          : block.type === 'request' ? <RequestBlock runs={runs} block={block} />
          : block.type === 'markdown' ? <TextBlock live={live} block={block} text={artifact.texts?.[block.id]?.text ?? ''} fresh={fresh} />
          : <ToolPart live={live} artifact={artifact} block={block} runs={runs} />}
        {talk && <Comments live={live} target={{ block: block.id }} comments={block.comments ?? []} of={name} />}
      </div>
      <span class="block-acts">
        <Here live={live} block={block.id} />
        {comments > 0 && (
          <button
            type="button"
            class="quiet"
            aria-expanded={talk}
            aria-label={plural('{n} comment on {name}', '{n} comments on {name}', comments, { name })}
            onClick={() => setTalk(!talk)}
          >
            <Icon name="talk" />
            {comments}
          </button>
        )}
        <PopMenu label={t('More for {name}', { name })} of={name} acts={acts} />
      </span>
    </section>
  );
}

function Heading({ live, block }: { live: LiveArtifact; block: ArtifactBlock }) {
  const [draft, setDraft] = useState<string | null>(null);
  const keep = (): void => {
    if (draft !== null && draft !== block.text) live.do({ op: 'block', block: { ...definitionOf(block), text: draft }, order: block.order ?? 'a0' });
    setDraft(null);
  };
  return (
    <h2 class={`block-heading level-${block.level ?? 2}`}>
      <span class="unseen">{block.text}</span>
      <input
        class="bare-input"
        aria-label={t('Heading')}
        maxLength={200}
        placeholder={t('Heading')}
        value={draft ?? block.text ?? ''}
        onInput={(event) => setDraft(event.currentTarget.value)}
        onBlur={keep}
        onKeyDown={(event) => event.key === 'Enter' && keep()}
      />
    </h2>
  );
}

/** An embedded artifact. The link contains only an id: each reader gets the title only if they may see it. */
function Embed({ block }: { block: ArtifactBlock }) {
  const [title, setTitle] = useState<string | null>(null);
  const id = block.artifact ?? '';
  useEffect(() => {
    readArtifact(id).then((found) => setTitle(found.title), () => setTitle(null));
  }, [id]);
  return (
    <p class="embed">
      <Icon name="panel" />
      <a href={artifactPath(id)}>{title ?? t('An artifact')}</a>{' '}
      <span class="faint">{title ? t('opened as what you may see') : t('that you may not see, or that is gone')}</span>
    </p>
  );
}

/** A picker for embedding another artifact, as a link that each reader opens with their own access. */
function EmbedChoice({ live, artifact }: EditorProps) {
  const [all, setAll] = useState<ArtifactHead[] | null>(null);
  const open = (): void => {
    listArtifacts().then((found) => setAll(found.items.filter((one) => one.id !== artifact.id)), noticeFailure);
  };
  const take = (id: string): void => {
    const chosen = all?.find((one) => one.id === id);
    // The title is not stored, because some readers may not see it.
    if (chosen) addBlock(live, { type: 'embed', artifact: chosen.id });
    setAll(null);
  };
  if (!all) return <button type="button" class="quiet" onClick={open}><Icon name="plus" />{t('Artifact')}</button>;
  if (!all.length) return <span class="hint">{t('There is no other artifact.')}</span>;
  return (
    <select class="input embed-choice" aria-label={t('Which artifact')} autoFocus value="" onChange={(event) => take(event.currentTarget.value)}>
      <option value="">{t('Which artifact?')}</option>
      {all.map((one) => <option key={one.id} value={one.id}>{one.title}</option>)}
    </select>
  );
}
