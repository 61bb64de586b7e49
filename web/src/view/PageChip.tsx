import { useEffect, useState } from 'preact/hooks';
import type { WikiHead } from '../api/wiki';
import { headOf, isPageId, loadSpaces, pagePath, spaceOf, spaces } from '../state/wiki';
import { t } from '../words/say';
import { Icon } from './Icon';

function usePage(page: string): WikiHead | null {
  const [head, setHead] = useState<WikiHead | null>(null);
  useEffect(() => void headOf(page).then(setHead), [page]);
  return head;
}

/** A link to a page that an answer used. */
export function PageChip({ page }: { page: string }) {
  const head = usePage(page);
  return <a class="page-chip" href={pagePath(page)}><Icon name="book" />{head?.title ?? t('Wiki page')}</a>;
}

/** The name of a wiki page or space. */
export function PageName({ relation }: { relation: string }) {
  return isPageId(relation) ? <NamedPage page={relation} /> : <NamedSpace space={relation} />;
}

function NamedPage({ page }: { page: string }) {
  return <>{t('wiki page {title}', { title: usePage(page)?.title ?? page })}</>;
}

function NamedSpace({ space }: { space: string }) {
  useEffect(() => {
    if (!spaces.value) void loadSpaces();
  }, []);
  return <>{t('wiki space {name}', { name: spaceOf(space)?.name ?? space })}</>;
}
