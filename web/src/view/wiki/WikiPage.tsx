import { useEffect } from 'preact/hooks';
import type { WikiView } from '../../state/route';
import { loadSpaces, spaceIdOf } from '../../state/wiki';
import { EditPage } from './EditPage';
import { PageHistory } from './PageHistory';
import { ReadPage } from './ReadPage';
import { SpacePage } from './SpacePage';
import { WikiHome } from './WikiHome';
import { WikiTree } from './WikiTree';

/** The wiki: the tree of spaces and pages beside the open page. */
export function WikiPage({ view, search }: { view: WikiView; search: URLSearchParams }) {
  useEffect(() => void loadSpaces(), []);
  const space = view.kind === 'space' ? view.id : view.kind === 'new' ? view.space : view.kind === 'home' ? undefined : spaceIdOf(view.id);
  const page = view.kind === 'page' || view.kind === 'edit' || view.kind === 'history' ? view.id : undefined;
  return (
    <div class="wiki">
      <WikiTree space={space} page={page} />
      <div class="wiki-main">
        {view.kind === 'home' && <WikiHome search={search} />}
        {view.kind === 'space' && <SpacePage key={view.id} id={view.id} />}
        {view.kind === 'page' && <ReadPage key={view.id} id={view.id} version={search.get('version') ?? undefined} />}
        {view.kind === 'history' && <PageHistory key={view.id} id={view.id} search={search} />}
        {view.kind === 'edit' && <EditPage key={view.id} page={view.id} />}
        {view.kind === 'new' && <EditPage key={`new-${view.space}`} space={view.space} />}
      </div>
    </div>
  );
}
