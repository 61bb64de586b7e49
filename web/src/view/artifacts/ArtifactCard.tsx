import { useEffect, useState } from 'preact/hooks';
import { isNotFound } from '../../api/http';
import type { Person } from '../../api/shapes';
import { artifactPath, readArtifact } from '../../artifacts/api';
import type { ArtifactHead } from '../../artifacts/shapes';
import { t } from '../../words/say';
import { Icon } from '../Icon';
import { useNews } from './news';
import { iconOf, kindName } from './templates';
import './artifact-card.css';

/** An artifact in the message that put it into the thread, as I may see it now. */
export function ArtifactCard({ id, by }: { id: string; by: Person }) {
  const [found, setFound] = useState<ArtifactHead | 'gone' | null>(null);
  const news = useNews();
  useEffect(() => {
    readArtifact(id).then(setFound, (failure: unknown) => isNotFound(failure) && setFound('gone'));
  }, [id, news]);
  if (found === 'gone')
    return (
      <div class="artifact-card gone">
        <Icon name="lock" />
        <span class="artifact-card-main"><b>{t('An artifact')}</b><span class="faint">{t('It was deleted, or you may not see it.')}</span></span>
      </div>
    );
  return (
    <div class="artifact-card">
      <Icon name={found ? iconOf(found) : 'panel'} />
      <span class="artifact-card-main">
        <b>{found?.title ?? t('An artifact')}</b>
        <span class="faint">{[found && kindName(found), t('put here by {name}', { name: by.name })].filter(Boolean).join(' · ')}</span>
      </span>
      <a class="button small" href={artifactPath(id)} aria-label={t('Open {name}', { name: found?.title ?? t('An artifact') })}>
        {t('verb|Open')}
      </a>
    </div>
  );
}
