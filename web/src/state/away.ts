import { signal } from '@preact/signals';
import { visible } from './online';

const hiddenFor = 60_000;

/** True once this page has been hidden for a minute. Streams are then closed until it is visible again. */
export const away = signal(false);

let timer: ReturnType<typeof setTimeout> | undefined;

visible.subscribe((isVisible) => {
  clearTimeout(timer);
  if (isVisible) away.value = false;
  else timer = setTimeout(() => (away.value = true), hiddenFor);
});
