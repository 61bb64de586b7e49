import { useEffect, useRef, useState } from 'preact/hooks';
import { threads } from '../../state/directory';

const pause = 1_000;

/** Returns a number that grows some time after my threads changed: an artifact is published by a message of its thread. */
export function useNews(): number {
  const [news, setNews] = useState(0);
  const now = threads.value;
  const first = useRef(now);
  useEffect(() => {
    const isLoaded = first.current !== null;
    if (now === first.current) return;
    first.current = now;
    if (!isLoaded) return;
    const timer = setTimeout(() => setNews((before) => before + 1), pause);
    return () => clearTimeout(timer);
  }, [now]);
  return news;
}
