import type { SharePreview } from '../api/shapes';
import { t } from '../words/say';
import { Avatar } from './Avatar';
import { Markdown } from './Markdown';
import { ResultBlock } from './ResultBlock';

/** The text, tables and links of a share, and its readers. */
export function SharePreviewed({ preview }: { preview: SharePreview }) {
  return (
    <>
      <p class="hint">
        {preview.isShared && <><span class="tag good">{t('Shared')}</span> </>}
        {preview.audience.length === 0 ? t('Nobody else can read this thread.') : t('Exactly this, as it is now, for these people only:')}
      </p>
      {preview.audience.length > 0 && (
        <ul class="share-audience" tabIndex={0} aria-label={t('Who can read it')}>
          {preview.audience.map((person) => <li key={person.subject}><Avatar person={person} small />{person.name}</li>)}
        </ul>
      )}
      <div class="share-preview" tabIndex={0} role="group" aria-label={t('What they read')}>
        {preview.text && <Markdown text={preview.text} />}
        {preview.blocks.map((block) => <ResultBlock key={block.id} block={block} asShown />)}
        {preview.links.length > 0 && (
          <>
            <h3 class="field-label">{t('Where its links lead')}</h3>
            <ul class="share-links">{preview.links.map((link) => <li key={link.target}><code>{link.target}</code></li>)}</ul>
          </>
        )}
      </div>
    </>
  );
}
