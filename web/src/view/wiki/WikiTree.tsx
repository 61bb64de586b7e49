import { useEffect } from 'preact/hooks';
import type { WikiSpace } from '../../api/wiki';
import { overlay } from '../../state/overlay';
import { loadPages, pagePath, pagesOf, spacePath, spaces } from '../../state/wiki';
import { t } from '../../words/say';
import { Icon } from '../Icon';

/** The readable spaces, with the pages of the open one. */
export function WikiTree({ space, page }: { space: string | undefined; page: string | undefined }) {
  useEffect(() => {
    // The open page reports a failure.
    if (space) loadPages(space).catch(() => {});
  }, [space]);
  return (
    <nav class="wiki-tree" aria-label={t('Wiki')}>
      <header class="tree-head">
        <a class="tree-home" href="/wiki" aria-current={space ? undefined : 'page'}><Icon name="book" />{t('Wiki')}</a>
        <button
          type="button"
          class="quiet icon-only"
          aria-label={t('New space')}
          title={t('New space')}
          onClick={() => (overlay.value = { kind: 'wiki-space' })}
        >
          <Icon name="plus" />
        </button>
      </header>
      <ul>
        {(spaces.value ?? []).map((one) => <Branch key={one.id} space={one} open={one.id === space} page={page} />)}
      </ul>
    </nav>
  );
}

function Branch({ space, open, page }: { space: WikiSpace; open: boolean; page: string | undefined }) {
  const listed = open ? pagesOf.value[space.id] : undefined;
  return (
    <li>
      <a class="tree-space" href={spacePath(space.id)} aria-current={open && !page ? 'page' : undefined}>{space.name}</a>
      {listed && listed.heads.length > 0 && (
        <ul>
          {[...listed.heads].sort((a, b) => a.title.localeCompare(b.title)).map((head) => (
            <li key={head.id}><a class="tree-page" href={pagePath(head.id)} aria-current={head.id === page ? 'page' : undefined}>{head.title}</a></li>
          ))}
        </ul>
      )}
    </li>
  );
}
