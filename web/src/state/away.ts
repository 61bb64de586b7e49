import { signal } from '@preact/signals';
import { visible } from './online';

const hiddenFor = 60_000;

/** Whether this page has been hidden for a minute: its streams end, and are opened again when somebody looks. */
export const away = signal(false);

let timer: ReturnType<typeof setTimeout> | undefined;

visible.subscribe((isVisible) => {
  clearTimeout(timer);
  if (isVisible) away.value = false;
  else timer = setTimeout(() => (away.value = true), hiddenFor);
});
