import { artifactPath } from '../../artifacts/api';
import type { ArtifactHead } from '../../artifacts/shapes';
import { iconOf, kindName } from './templates';
import { threads, titleOf } from '../../state/directory';
import { listTime, wholeTime } from '../../text/time';
import { t } from '../../words/say';
import { Icon } from '../Icon';

/** An artifact in a list. */
export function ArtifactRow({
  artifact,
  onOpen,
  end,
}: {
  artifact: ArtifactHead;
  onOpen?: ((id: string) => void) | undefined;
  end?: preact.ComponentChildren;
}) {
  const thread = threads.value?.find((one) => one.id === artifact.threadId);
  const open = (event: MouseEvent): void => {
    if (!onOpen || event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    onOpen(artifact.id);
  };
  return (
    <li class={end ? 'row-with' : undefined}>
      <a class="row" href={artifactPath(artifact.id)} onClick={open}>
        <span class="row-mark" aria-hidden="true"><Icon name={iconOf(artifact)} /></span>
        <span class="row-main">
          <span class="row-name">{artifact.title}</span>
          <span class="row-sub">
            {kindName(artifact)} · {t('by {name}', { name: artifact.madeBy.name })}
            {thread && !onOpen ? ` · ${t('in {name}', { name: titleOf(thread) })}` : ''}
          </span>
        </span>
        <span class="row-side">
          {artifact.state === 'draft' && <span class="tag">{t('draft')}</span>}
          <time dateTime={artifact.changedAt} title={wholeTime(artifact.changedAt)}>{listTime(artifact.changedAt)}</time>
        </span>
      </a>
      {end}
    </li>
  );
}
