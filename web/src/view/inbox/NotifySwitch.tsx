import { notifying, notifyMe } from '../../state/notify';

const refused = 'This browser does not let Onbehalf notify you. Allow it in the settings of the browser for this site.';

/** Notifications of the open app, on this device. */
export function NotifySwitch() {
  const now = notifying.value;
  if (now === 'unsupported') return null;
  if (now === 'refused') return <span class="hint">{refused}</span>;
  // A question that was closed without an answer leaves it off, whatever the box was clicked to.
  const choose = async (box: HTMLInputElement): Promise<void> => {
    await notifyMe(box.checked);
    box.checked = notifying.value === 'on';
  };
  return (
    <label class="notify-switch">
      <input type="checkbox" checked={now === 'on'} onChange={(event) => void choose(event.currentTarget)} />
      <span>Notify me on this device</span>
    </label>
  );
}
