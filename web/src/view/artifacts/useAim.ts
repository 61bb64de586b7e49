import type { RefObject } from 'preact';
import { useEffect } from 'preact/hooks';
import { aimOf, isThere, type Aim } from '../../artifacts/aim';
import type { Artifact } from '../../artifacts/shapes';
import { notice } from '../../state/notices';
import { route } from '../../state/route';
import { t } from '../../words/say';

const shownFor = 4_000;

const elementOf = (box: HTMLElement, aim: Aim): HTMLElement | null =>
  box.querySelector('item' in aim ? `[data-item="${aim.item}"]` : `[data-comment="${aim.comment}"]`);

function show(element: HTMLElement): () => void {
  if (!element.hasAttribute('tabindex')) element.tabIndex = -1;
  element.scrollIntoView({ block: 'center' });
  element.focus({ preventScroll: true });
  element.classList.add('aimed');
  const timer = setTimeout(() => element.classList.remove('aimed'), shownFor);
  return () => clearTimeout(timer);
}

/** Shows the item or comment that the address names, once it is in the page. A click on the same link shows it again. */
export function useAim(artifact: Artifact, box: RefObject<HTMLElement | null>): void {
  const here = route.value;
  useEffect(() => {
    const aim = aimOf(location.hash);
    if (!aim || !box.current) return;
    if (!isThere(artifact, aim)) return notice(t('What this link names was deleted.'));
    const found = elementOf(box.current, aim);
    if (found) return show(found);
    // A long list shows its rows in parts.
    let end = (): void => {};
    const watch = new MutationObserver(() => {
      const late = elementOf(box.current!, aim);
      if (!late) return;
      watch.disconnect();
      end = show(late);
    });
    watch.observe(box.current, { childList: true, subtree: true });
    return () => {
      watch.disconnect();
      end();
    };
  }, [here, artifact.id]);
}
