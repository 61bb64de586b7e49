import { useEffect, useState } from 'preact/hooks';
import { serverNow } from '../api/clock';

const second = 1000;

/** Returns the server's current time, updated every second. */
export function useNow(): number {
  const [now, setNow] = useState(serverNow());
  useEffect(() => {
    const timer = setInterval(() => setNow(serverNow()), second);
    return () => clearInterval(timer);
  }, []);
  return now;
}
