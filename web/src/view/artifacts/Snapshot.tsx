import type { Person } from '../../api/shapes';
import { blocksOf, liveItems } from '../../artifacts/fold';
import { columnOf, fieldsOf, isDone } from '../../artifacts/items';
import { valueText } from '../../artifacts/plain';
import type { Artifact, ArtifactBlock } from '../../artifacts/shapes';
import { t } from '../../words/say';
import { Markdown } from '../Markdown';

/** A read-only view of a complete artifact. */
export function Snapshot({ artifact, people }: { artifact: Artifact; people: Person[] }) {
  const items = liveItems(artifact);
  const fields = fieldsOf(artifact);
  return (
    <div class="snapshot">
      <h3 class="snapshot-title">{artifact.title}</h3>
      {fields.length > 0 && (
        <div class="table-box" tabIndex={0} role="group" aria-label={artifact.title}>
          <table>
            <thead><tr><th scope="col">{t('State')}</th>{fields.map((field) => <th key={field.id} scope="col">{field.name}</th>)}</tr></thead>
            <tbody>
              {items.map((item) => (
                <tr key={item.id}>
                  <td>{artifact.kind === 'board' ? columnOf(artifact, item) : isDone(artifact, item) ? t('done') : t('open')}</td>
                  {fields.map((field) => (
                    <td key={field.id}>{valueText(item, field, people)}</td>
                  ))}
                </tr>
              ))}
              {items.length === 0 && <tr><td colSpan={fields.length + 1}>{t('Nothing in it.')}</td></tr>}
            </tbody>
          </table>
        </div>
      )}
      {blocksOf(artifact).map((block) => <Part key={block.id} artifact={artifact} block={block} />)}
    </div>
  );
}

function Part({ artifact, block }: { artifact: Artifact; block: ArtifactBlock }) {
  if (block.locked) return <p class="cell-locked">{t('Locked: it rests on something that you may not see.')}</p>;
  switch (block.type) {
    case 'markdown': return <Markdown text={artifact.texts?.[block.id]?.text ?? ''} document />;
    case 'heading': return <h4 class="level-2">{block.text}</h4>;
    case 'request':
      return (
        <div class="request-said">
          <p>
            <b>{block.title ?? t('Query')}</b> <span class="faint">{t('asks {source} as whoever opens it', { source: block.source ?? '' })}</span>
          </p>
          <pre class="request" tabIndex={0}>
            <code>{block.sql}</code>
          </pre>
        </div>
      );
    default: return <p>{block.title ?? block.text ?? block.type}</p>;
  }
}
